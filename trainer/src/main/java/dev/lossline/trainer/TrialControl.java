package dev.lossline.trainer;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Tells a trial that is being trained to stop. The trial looks before it starts and after each epoch. */
final class TrialControl {

    /** Why a trial stops before its end. */
    enum Stop {
        /** Its experiment was cancelled. */
        CANCELLED,
        /** Its experiment was paused. */
        PAUSED,
        /** The trainer stops. */
        SHUTDOWN,
        /** The queue has given it to another trainer. */
        LOCK_LOST
    }

    private final Function<UUID, Optional<Stop>> experiments;
    private final AtomicReference<Stop> stop = new AtomicReference<>();

    /** @param experiments why trials of an experiment are not to be trained */
    TrialControl(Function<UUID, Optional<Stop>> experiments) {
        this.experiments = experiments;
    }

    /** Stops the trial; the first reason counts. */
    void stop(Stop reason) {
        stop.compareAndSet(null, reason);
    }

    /** Why a trial of that experiment is to stop; empty where it is to go on. */
    Optional<Stop> reason(UUID experiment) {
        experiments.apply(experiment).ifPresent(this::stop);
        return Optional.ofNullable(stop.get());
    }
}
