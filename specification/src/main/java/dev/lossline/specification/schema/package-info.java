/** The JSON Schema of an experiment document. */
package dev.lossline.specification.schema;
