/** Parses documents in YAML or JSON to a tree that keeps the text as written and its location. */
package dev.lossline.specification.document;
