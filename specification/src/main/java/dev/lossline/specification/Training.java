package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lossline.specification.violation.Checks;

/**
 * How a trial trains its model.
 *
 * @param epochs passes over the training split
 * @param batchSize examples per step; the last batch of an epoch may be smaller
 * @param validationSplit fraction of the training split that is held out for validation, taken from its end; 0 for none
 * @param examples how many of the training split's examples are used, from the first; null for all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Training(int epochs, int batchSize, double validationSplit, Optimizer optimizer, Integer examples) {
    public static final int MAX_EPOCHS = 100_000;
    public static final int MAX_BATCH_SIZE = 60_000;

    /** The number of examples in the training split of each dataset. */
    public static final int MAX_EXAMPLES = 60_000;

    public static final double MAX_VALIDATION_SPLIT = 0.5;

    /** Training on all examples. */
    public Training(int epochs, int batchSize, double validationSplit, Optimizer optimizer) {
        this(epochs, batchSize, validationSplit, optimizer, null);
    }

    public Training {
        // Normalizes -0.0, which would not equal 0.0.
        validationSplit = validationSplit + 0.0;
        new Checks()
                .within(ExperimentKeys.EPOCHS, epochs)
                .within(ExperimentKeys.BATCH_SIZE, batchSize)
                .within(ExperimentKeys.VALIDATION_SPLIT, validationSplit)
                .present("training.optimizer", optimizer)
                .within(ExperimentKeys.EXAMPLES, examples == null ? MAX_EXAMPLES : examples)
                .require();
    }

    /** The number of examples that are held out for validation: the fraction of those used, rounded down. */
    public int heldOut() {
        return (int) Math.floor((examples == null ? MAX_EXAMPLES : examples) * validationSplit);
    }
}
