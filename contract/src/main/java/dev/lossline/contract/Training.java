package dev.lossline.contract;

/**
 * How a trial trains its model.
 *
 * @param epochs passes over the training split
 * @param batchSize examples a step; the last batch of an epoch may be smaller
 * @param validationSplit fraction of the training split, its last examples, that is held out for validation; 0 for none
 */
public record Training(int epochs, int batchSize, double validationSplit, Optimizer optimizer) {
    public static final int MAX_EPOCHS = 100_000;
    public static final int MAX_BATCH_SIZE = 60_000;

    public Training {
        Require.between("training.epochs", epochs, 1, MAX_EPOCHS);
        Require.between("training.batchSize", batchSize, 1, MAX_BATCH_SIZE);
        Require.that(
                validationSplit >= 0 && validationSplit <= 0.5,
                "training.validationSplit",
                validationSplit,
                "a number from 0 to 0.5");
        Require.present("training.optimizer", optimizer);
    }
}
