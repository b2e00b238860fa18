/** Checkpoints and models as messages. */
package dev.lossline.contract.checkpoint;
