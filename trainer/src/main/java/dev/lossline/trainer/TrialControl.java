package dev.lossline.trainer;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Tells a trial that is being trained to stop. The trial looks before it starts and after each epoch. */
final class TrialControl {

    /** Why a trial stops before its end. */
    enum Stop {
        /** Its experiment was cancelled. */
        CANCELLED,
        /** The trainer stops. */
        SHUTDOWN,
        /** The queue has given it to another trainer. */
        LOCK_LOST
    }

    private final Predicate<UUID> cancelled;
    private final AtomicReference<Stop> stop = new AtomicReference<>();

    /** @param cancelled whether an experiment was */
    TrialControl(Predicate<UUID> cancelled) {
        this.cancelled = cancelled;
    }

    /** Stops the trial; the first reason counts. */
    void stop(Stop reason) {
        stop.compareAndSet(null, reason);
    }

    /** Why a trial of that experiment is to stop; empty where it is to go on. */
    Optional<Stop> reason(UUID experiment) {
        if (cancelled.test(experiment)) {
            stop(Stop.CANCELLED);
        }
        return Optional.ofNullable(stop.get());
    }
}
