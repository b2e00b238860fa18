/** The API: takes experiments, requests their trials, shows results. */
package dev.lossline.orchestrator;
