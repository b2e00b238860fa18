package dev.lossline.training;

import java.util.OptionalDouble;

/**
 * What one epoch gave.
 *
 * @param epoch counted from 1
 * @param trainingLoss mean over the epoch's batches of the batch's mean cross-entropy, in nats
 * @param validationLoss mean cross-entropy of the held-out examples; empty where none are held out
 * @param validationAccuracy share of the held-out examples that are classified right, in [0, 1]
 * @param seconds wall time of the epoch's training, without validation
 * @param samplesPerSecond examples trained on in a second
 */
public record EpochResult(
        int epoch,
        double trainingLoss,
        OptionalDouble validationLoss,
        OptionalDouble validationAccuracy,
        double seconds,
        double samplesPerSecond) {}
