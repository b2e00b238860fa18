/** Scores trained models on the test split. */
package dev.lossline.evaluator.evaluation;
