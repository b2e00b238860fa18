/** The progress of experiments according to the log and the tables. */
package dev.lossline.orchestrator.progress;
