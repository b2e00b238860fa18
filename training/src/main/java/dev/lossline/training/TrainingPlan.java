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
 * @param examples how many of the training split are used at most, its first, before some of them are held out
 */
public record TrainingPlan(
        Architecture architecture,
        Optimizer optimizer,
        int epochs,
        int batchSize,
        double validationSplit,
        long seed,
        int examples) {

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
        if (examples < 2) {
            throw new IllegalArgumentException("examples is " + examples + ", must be at least 2");
        }
    }

    /** A plan that uses all examples. */
    public TrainingPlan(
            Architecture architecture,
            Optimizer optimizer,
            int epochs,
            int batchSize,
            double validationSplit,
            long seed) {
        this(architecture, optimizer, epochs, batchSize, validationSplit, seed, Integer.MAX_VALUE);
    }

    /** How many of the training split's examples are held out for validation. */
    public int heldOut(int available) {
        return (int) Math.floor(used(available) * validationSplit);
    }

    /** How many of those are trained on. */
    public int trained(int available) {
        return used(available) - heldOut(available);
    }

    /** How many of those are trained on or held out. */
    public int used(int available) {
        return Math.min(available, examples);
    }
}
