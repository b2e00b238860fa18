package dev.lossline.drill.harness;

/**
 * A check of a drill.
 *
 * @param claim the expected state, as a statement
 * @param seen the observed values, such as {@code 8 of 8}
 */
record Check(String claim, boolean passed, String seen) {}
