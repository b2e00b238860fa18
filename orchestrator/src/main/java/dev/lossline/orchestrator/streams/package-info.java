/** Server-Sent Events: the events of an experiment, and the list of experiments. */
package dev.lossline.orchestrator.streams;
