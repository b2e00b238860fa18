/** Writes the log to the tables, exactly once and in order. */
package dev.lossline.evaluator.recording;
