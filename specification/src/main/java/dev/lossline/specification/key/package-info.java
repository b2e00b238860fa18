/** Definitions of the keys of an experiment document. */
package dev.lossline.specification.key;
