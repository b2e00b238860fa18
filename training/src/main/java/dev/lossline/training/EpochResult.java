package dev.lossline.training;

import java.util.OptionalDouble;

/**
 * The result of one epoch.
 *
 * @param epoch counted from 1
 * @param trainingLoss mean over the epoch's batches of the batch's mean cross-entropy, in nats
 * @param validationLoss mean cross-entropy of the held-out examples; empty if none are held out
 * @param validationAccuracy fraction of the held-out examples that are classified correctly, in [0, 1]
 * @param seconds wall time of the epoch's training, without validation
 * @param samplesPerSecond training examples per second
 */
public record EpochResult(
        int epoch,
        double trainingLoss,
        OptionalDouble validationLoss,
        OptionalDouble validationAccuracy,
        double seconds,
        double samplesPerSecond) {}
