package dev.lossline.training;

/**
 * The result of a training run.
 *
 * @param epoch the last completed epoch
 * @param trainingLoss the loss of that epoch
 * @param seconds the training time over all attempts that the checkpoints lead back to, without validation
 * @param stopped whether the listener stopped it before the plan's last epoch
 * @param checkpoint the final state
 */
public record TrainingResult(int epoch, double trainingLoss, double seconds, boolean stopped, Checkpoint checkpoint) {}
