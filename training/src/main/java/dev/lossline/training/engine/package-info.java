/** DJL's PyTorch engine. */
package dev.lossline.training.engine;
