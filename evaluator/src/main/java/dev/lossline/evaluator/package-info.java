/** Scores trained models, and records the event log in Postgres. */
package dev.lossline.evaluator;
