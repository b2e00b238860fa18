/** Compares the results of a disturbed run with those of an undisturbed one. */
package dev.lossline.drill.results;
