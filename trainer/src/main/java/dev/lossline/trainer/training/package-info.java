/** Trains a trial with PyTorch. */
package dev.lossline.trainer.training;
