/** Which requests are served at all: no page of another site may read results or change experiments. */
package dev.lossline.orchestrator.access;
