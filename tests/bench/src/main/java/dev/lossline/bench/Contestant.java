package dev.lossline.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A way of training that is measured.
 *
 * @param id as {@code --only} has it
 * @param title as tables have it
 * @param numbers what its losses must equal
 * @param oneCoreOnly where measuring it on all cores is left out
 * @param command what is run, less {@code taskset} and the like
 * @param needs a file without which it cannot run, and what gives that file
 */
record Contestant(
        String id, String title, Numbers numbers, boolean oneCoreOnly, Command command, Map<Path, String> needs) {

    static final String LOSSLINE = "lossline";
    static final String FLOOR = "floor";

    /** What a contestant's losses are held to. */
    enum Numbers {
        /**
         * Weights and order of PyTorch's seed: within 1e-4 of Lossline's after the first epoch. Sums in another order
         * differ in their last bits, and training at a rate of 0.1 makes that 1e-4 within three epochs.
         */
        TORCH_SEED(1e-4),
        /** Weights and order of its own: within 5 % of Lossline's after the last epoch. */
        OWN_SEED(0.05),
        /** It has no loss. */
        NONE(Double.POSITIVE_INFINITY);

        private final double tolerance;

        Numbers(double tolerance) {
            this.tolerance = tolerance;
        }

        /** The greatest difference, as a share of Lossline's loss. */
        double tolerance() {
            return tolerance;
        }

        /** Which of that many epochs is compared. */
        int compared(int epochs) {
            return this == TORCH_SEED ? 1 : epochs;
        }
    }

    /** The command for a number of cores. */
    interface Command {
        List<String> on(int cores);
    }

    boolean takes(Setting setting) {
        return setting.cores() == 1 || !oneCoreOnly;
    }

    @Override
    public String toString() {
        return id;
    }
}
