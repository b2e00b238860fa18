/** What all benchmarks share: a stack, the machine and the document with the results. */
package dev.lossline.bench.harness;
