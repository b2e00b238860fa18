/** Reads experiments and trials from the tables. */
package dev.lossline.orchestrator.results;
