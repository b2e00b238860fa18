/** How long services take to start, and how long a submission takes to be trained: {@code ./lossline bench start}. */
package dev.lossline.bench.start;
