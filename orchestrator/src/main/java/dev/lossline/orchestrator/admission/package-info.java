/** Limits on concurrent calls and connections. */
package dev.lossline.orchestrator.admission;
