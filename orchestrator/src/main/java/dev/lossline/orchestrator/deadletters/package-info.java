/** The dead letters in the API. */
package dev.lossline.orchestrator.deadletters;
