/** Compares Lossline's training speed and losses with other frameworks, interleaved on one machine. */
package dev.lossline.bench;
