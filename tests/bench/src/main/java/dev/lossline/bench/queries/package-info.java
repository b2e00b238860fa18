/** Measures queries on full tables: {@code ./lossline bench queries}. */
package dev.lossline.bench.queries;
