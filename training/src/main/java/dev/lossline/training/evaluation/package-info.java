/** Test metrics and the confusion matrix. */
package dev.lossline.training.evaluation;
