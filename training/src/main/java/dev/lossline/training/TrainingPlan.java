package dev.lossline.training;

import dev.lossline.specification.Optimizer;
import dev.lossline.training.network.Architecture;
import java.util.Objects;

/**
 * Everything besides the dataset that determines a training run: the same plan gives the same losses and weights.
 *
 * @param architecture the network
 * @param optimizer the optimizer and its settings
 * @param epochs passes over the training split, at least 1
 * @param batchSize examples per step, at least 1; a smaller last batch is trained too
 * @param validationSplit the fraction of the training split, in [0, 0.5], that is held out: its last ⌊n·fraction⌋
 *     examples
 * @param seed the seed as for {@code torch.manual_seed}, of which the low 32 bits are used
 * @param examples the maximum number of examples of the training split to use, from the first, including held-out ones
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

    /** The number of the training split's examples that are held out for validation. */
    public int heldOut(int available) {
        return (int) Math.floor(used(available) * validationSplit);
    }

    /** The number of the training split's examples that are trained on. */
    public int trained(int available) {
        return used(available) - heldOut(available);
    }

    /** The number of the training split's examples that are trained on or held out. */
    public int used(int available) {
        return Math.min(available, examples);
    }
}
