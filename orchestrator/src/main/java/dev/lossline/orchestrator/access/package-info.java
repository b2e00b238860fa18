/** Decides which requests are served: pages of other sites must not read results or change experiments. */
package dev.lossline.orchestrator.access;
