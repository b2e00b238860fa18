/** The benchmark of training speed: contestants that take turns. */
package dev.lossline.bench.training;
