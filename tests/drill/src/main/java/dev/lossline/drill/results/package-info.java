/** Compares the results of a harmed run with those of an undisturbed one. */
package dev.lossline.drill.results;
