/** Simulates a thousand slots with a real broker and database: {@code ./lossline bench scale}. */
package dev.lossline.bench.scale;
