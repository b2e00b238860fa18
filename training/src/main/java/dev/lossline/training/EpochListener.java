package dev.lossline.training;

import java.util.function.Supplier;

/** Learns of each epoch, on the thread that trains: what it takes, training waits for. */
@FunctionalInterface
public interface EpochListener {

    /** Lets training run to its end. */
    EpochListener NONE = (result, checkpoint) -> true;

    /**
     * An epoch is over.
     *
     * @param result what the epoch gave
     * @param checkpoint the state after the epoch, copied from the device when asked for; to be asked only during this
     *     call
     * @return whether to go on; false ends training after this epoch
     */
    boolean epochCompleted(EpochResult result, Supplier<Checkpoint> checkpoint);
}
