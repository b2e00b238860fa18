/** The HTTP API: experiments, trials and their results. */
package dev.lossline.orchestrator.api;
