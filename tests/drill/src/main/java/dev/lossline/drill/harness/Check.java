package dev.lossline.drill.harness;

/**
 * Something that had to hold.
 *
 * @param claim what, as a statement
 * @param seen the figures that decide it, such as {@code 8 of 8}
 */
record Check(String claim, boolean held, String seen) {}
