package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a trial trains its model.
 *
 * @param epochs passes over the training split
 * @param batchSize examples a step; the last batch of an epoch may be smaller
 * @param validationSplit fraction of the training split, its last examples, that is held out for validation; 0 for none
 * @param examples how many of the training split's examples are used, its first; null for all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Training(int epochs, int batchSize, double validationSplit, Optimizer optimizer, Integer examples) {
    public static final int MAX_EPOCHS = 100_000;
    public static final int MAX_BATCH_SIZE = 60_000;
    public static final int MAX_EXAMPLES = 60_000;

    /** Training on all examples. */
    public Training(int epochs, int batchSize, double validationSplit, Optimizer optimizer) {
        this(epochs, batchSize, validationSplit, optimizer, null);
    }

    public Training {
        Require.between("training.epochs", epochs, 1, MAX_EPOCHS);
        Require.between("training.batchSize", batchSize, 1, MAX_BATCH_SIZE);
        Require.that(
                validationSplit >= 0 && validationSplit <= 0.5,
                "training.validationSplit",
                validationSplit,
                "a number from 0 to 0.5");
        Require.present("training.optimizer", optimizer);
        if (examples != null) {
            Require.between("training.examples", examples, 2, MAX_EXAMPLES);
        }
    }
}
