/** Kafka clients and the asynchronous publisher. */
package dev.lossline.trainer.kafka;
