package dev.lossline.trainer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Tells a trial that is being trained to stop. The trial asks before it starts and after each epoch. */
final class TrialControl {

    /** Why a trial stops before its end. */
    enum Stop {
        /** Its experiment was cancelled. */
        CANCELLED,
        /** Its experiment was paused, and may have been resumed since. */
        PAUSED,
        /** The trainer stops. */
        SHUTDOWN,
        /** The queue has given it to another trainer. */
        LOCK_LOST
    }

    private final Function<QueuedTrial, Optional<Stop>> experiments;
    private final AtomicReference<Stop> stop = new AtomicReference<>();
    private volatile boolean held = true;

    /** @param experiments why a trial is not to be trained, by what was said of its experiment */
    TrialControl(Function<QueuedTrial, Optional<Stop>> experiments) {
        this.experiments = experiments;
    }

    /** The queue no longer holds the trial for this attempt: another trainer may have it, now or when the broker is back. */
    void letGo() {
        held = false;
    }

    /** Whether the queue still holds the trial for this attempt, as far as is known. */
    boolean isHeld() {
        return held;
    }

    /** Stops the trial. The first reason counts, but a pause, which a trial may have to put off, gives way to any other. */
    void stop(Stop reason) {
        stop.updateAndGet(before -> before == null || before == Stop.PAUSED ? reason : before);
    }

    /** Why the trial was told to stop until now; empty if it was not. */
    Optional<Stop> told() {
        return Optional.ofNullable(stop.get());
    }

    /** Why the trial is to stop; empty where it is to go on. */
    Optional<Stop> reason(QueuedTrial trial) {
        experiments.apply(trial).ifPresent(this::stop);
        return Optional.ofNullable(stop.get());
    }
}
