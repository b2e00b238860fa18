/** The tables, one store for each. */
package dev.lossline.evaluator.tables;
