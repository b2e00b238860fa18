/** Runs Kafka, PostgreSQL and Lossline's services as processes on one machine, without Docker. */
package dev.lossline.stack;
