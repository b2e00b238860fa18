/** Finds and splits checkpoints on the log. */
package dev.lossline.trainer.checkpoint;
