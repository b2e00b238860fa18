package dev.lossline.training;

/**
 * How a training run ended.
 *
 * @param epoch the last epoch that was completed
 * @param trainingLoss of that epoch
 * @param seconds of training, over all attempts that the checkpoints lead back to; without validation
 * @param stopped whether the listener ended it before the plan's last epoch
 * @param checkpoint the final state
 */
public record TrainingResult(int epoch, double trainingLoss, double seconds, boolean stopped, Checkpoint checkpoint) {}
