/** Measures start times of services and latencies of submissions: {@code ./lossline bench start}. */
package dev.lossline.bench.start;
