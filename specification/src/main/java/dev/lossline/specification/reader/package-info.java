/** Reads and writes specifications, and expands them to trials. */
package dev.lossline.specification.reader;
