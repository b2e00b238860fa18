/** The training loop. */
package dev.lossline.training;
