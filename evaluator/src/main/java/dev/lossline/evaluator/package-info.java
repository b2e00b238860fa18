/** Scores trained models, and records the event log in PostgreSQL. */
package dev.lossline.evaluator;
