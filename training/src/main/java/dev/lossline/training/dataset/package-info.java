/** Datasets: files, sources and splits. */
package dev.lossline.training.dataset;
