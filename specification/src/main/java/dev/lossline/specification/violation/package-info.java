/** Errors in a specification: where they are, what was written and what is allowed. */
package dev.lossline.specification.violation;
