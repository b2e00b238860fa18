/** The broker: topics, parts of the log, trainers and queues. */
package dev.lossline.orchestrator.kafka;
