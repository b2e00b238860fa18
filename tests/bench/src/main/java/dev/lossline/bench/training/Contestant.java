package dev.lossline.bench.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An implementation of the training that takes part in the comparison.
 *
 * @param id the name for {@code --only}
 * @param title the name in tables
 * @param expectedLoss how closely its losses must match Lossline's
 * @param oneCoreOnly whether it is not measured on all cores
 * @param command the command to run, without {@code taskset}
 * @param requirements files that it needs, each with instructions for creating it
 */
public record Contestant(
        String id,
        String title,
        ExpectedLoss expectedLoss,
        boolean oneCoreOnly,
        Command command,
        Map<Path, String> requirements) {

    public static final String LOSSLINE = "lossline";
    static final String FLOOR = "floor";

    /** How closely a contestant's losses must match Lossline's. */
    enum ExpectedLoss {
        /**
         * Initial weights and example order from PyTorch's seed: within 1e-4 of Lossline's after the first epoch. Sums
         * taken in another order differ in their last bits; with a learning rate of 0.1, this grows to 1e-4 within three
         * epochs.
         */
        TORCH_SEED(1e-4),
        /** Its own initial weights and example order: within 5 % of Lossline's after the last epoch. */
        OWN_SEED(0.05),
        /** It reports no loss. */
        NONE(Double.POSITIVE_INFINITY);

        private final double tolerance;

        ExpectedLoss(double tolerance) {
            this.tolerance = tolerance;
        }

        /** The largest allowed difference, relative to Lossline's loss. */
        double tolerance() {
            return tolerance;
        }

        /** The number of the epoch to compare, of that many epochs. */
        int comparedEpoch(int epochs) {
            return this == TORCH_SEED ? 1 : epochs;
        }
    }

    /** Creates the command line for a number of cores. */
    interface Command {
        List<String> on(int cores);
    }

    boolean supports(Setting setting) {
        return setting.cores() == 1 || !oneCoreOnly;
    }

    @Override
    public String toString() {
        return id;
    }
}
