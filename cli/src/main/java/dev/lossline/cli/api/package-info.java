/** A client of the orchestrator's API. */
package dev.lossline.cli.api;
