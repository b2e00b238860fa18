package dev.lossline.training;

import java.util.function.Supplier;

/** Receives each completed epoch on the training thread; training waits until it returns. */
@FunctionalInterface
public interface EpochListener {

    /** Lets training run to the end. */
    EpochListener NONE = (result, checkpoint) -> true;

    /**
     * An epoch has been completed.
     *
     * @param result the result of the epoch
     * @param checkpoint the state after the epoch, copied from the device on request; valid only during this call
     * @return whether to continue; false ends training after this epoch
     */
    boolean epochCompleted(EpochResult result, Supplier<Checkpoint> checkpoint);
}
