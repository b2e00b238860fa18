package dev.lossline.trainer.trial;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Tells a trial in training to stop. The trial checks it before it starts and after each epoch. */
public final class TrialControl {

    /** The reason to stop a trial early. */
    public enum Stop {
        /** The experiment was cancelled. */
        CANCELLED,
        /** The experiment was paused, and may have been resumed since. */
        PAUSED,
        /** The trainer is shutting down. */
        SHUTDOWN,
        /** The queue has given the trial to another trainer. */
        LOCK_LOST
    }

    private final Function<QueuedTrial, Optional<Stop>> experiments;
    private final AtomicReference<Stop> stop = new AtomicReference<>();
    private volatile boolean held = true;

    /** @param experiments returns the reason to stop that follows from the experiment's state */
    public TrialControl(Function<QueuedTrial, Optional<Stop>> experiments) {
        this.experiments = experiments;
    }

    /**
     * The queue no longer holds the trial for this attempt: another trainer may have it, now or once the broker is
     * available.
     */
    public void letGo() {
        held = false;
    }

    /** Whether the queue still holds the trial for this attempt, as far as is known. */
    boolean isHeld() {
        return held;
    }

    /**
     * Stops the trial. The first reason wins, except that any other reason replaces a pause, which a trial may have to
     * defer.
     */
    public void stop(Stop reason) {
        stop.updateAndGet(before -> before == null || before == Stop.PAUSED ? reason : before);
    }

    /** The reason given so far to stop the trial; empty if none. */
    public Optional<Stop> told() {
        return Optional.ofNullable(stop.get());
    }

    /** The reason to stop the trial; empty if it is to continue. */
    Optional<Stop> reason(QueuedTrial trial) {
        experiments.apply(trial).ifPresent(this::stop);
        return Optional.ofNullable(stop.get());
    }
}
