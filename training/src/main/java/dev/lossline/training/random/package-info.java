/** PyTorch's random numbers. */
package dev.lossline.training.random;
