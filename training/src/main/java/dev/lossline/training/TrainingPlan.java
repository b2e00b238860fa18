package dev.lossline.training;

import java.util.Objects;

/**
 * Everything that decides a training run, next to the dataset: the same plan gives the same losses and weights.
 *
 * @param architecture the network
 * @param optimizer the optimizer and its settings
 * @param epochs passes over the training split, at least 1
 * @param batchSize examples of one step, at least 1; a last, smaller batch is trained too
 * @param validationSplit share of the training split, in [0, 0.5], that is held out: its last ⌊n·share⌋ examples
 * @param seed as for {@code torch.manual_seed}; its low 32 bits count
 */
public record TrainingPlan(
        Architecture architecture, Optimizer optimizer, int epochs, int batchSize, double validationSplit, long seed) {

    public TrainingPlan {
        Objects.requireNonNull(architecture, "architecture is missing");
        Objects.requireNonNull(optimizer, "optimizer is missing");
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is " + epochs + ", must be at least 1");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ", must be at least 1");
        }
        if (!(validationSplit >= 0 && validationSplit <= 0.5)) {
            throw new IllegalArgumentException("validationSplit is " + validationSplit + ", must be in [0, 0.5]");
        }
    }

    /** How many of {@code examples} are held out for validation. */
    public int heldOut(int examples) {
        return (int) Math.floor(examples * validationSplit);
    }

    /** How many are trained on. */
    public int trained(int examples) {
        return examples - heldOut(examples);
    }
}
