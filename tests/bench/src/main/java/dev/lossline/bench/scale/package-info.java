/** A thousand slots against a real broker and database, which sleep instead of training: {@code ./lossline bench scale}. */
package dev.lossline.bench.scale;
