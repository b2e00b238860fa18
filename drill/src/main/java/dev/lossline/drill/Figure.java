package dev.lossline.drill;

/** Something that was measured, with its unit; it decides nothing. */
record Figure(String name, String value) {}
