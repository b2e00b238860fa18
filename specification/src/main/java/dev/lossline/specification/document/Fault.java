package dev.lossline.specification.document;

/**
 * Syntax that is rejected regardless of its content, such as a duplicate key or an anchor.
 *
 * @param path path of the field, such as {@code training.epochs}; empty for the document itself
 * @param message what is wrong and what to do
 */
public record Fault(String path, Location location, String message) {}
