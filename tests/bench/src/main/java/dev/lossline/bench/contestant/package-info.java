/** The contestants in Java, each of which runs in a separate process. */
package dev.lossline.bench.contestant;
