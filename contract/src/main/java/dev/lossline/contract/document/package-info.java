/** A document that a person wrote, YAML or JSON, as a tree that keeps what was written and where. */
package dev.lossline.contract.document;
