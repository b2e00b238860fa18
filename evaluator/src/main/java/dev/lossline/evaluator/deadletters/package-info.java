/** Messages that cannot be processed. */
package dev.lossline.evaluator.deadletters;
