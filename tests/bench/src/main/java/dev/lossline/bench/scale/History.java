package dev.lossline.bench.scale;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The starts, epochs and ends of trials, from the event log. */
final class History {
    private final List<Start> starts = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private final Map<TrialId, Instant> ends = new HashMap<>();

    /**
     * The start of a trial on a trainer.
     *
     * @param trainer the name of the trainer's process
     */
    record Start(TrialId trial, int attempt, Instant at, String trainer) {}

    /** The end of an epoch, and its duration. */
    record Epoch(Instant at, double seconds) {}

    void add(TrialEvent event) {
        switch (event) {
            case TrialStarted s -> starts.add(new Start(s.trialId(), s.attempt(), s.occurredAt(), s.deviceName()));
            case EpochCompleted e -> epochs.add(new Epoch(e.occurredAt(), e.seconds()));
            case TrialCompleted c -> ends.putIfAbsent(c.trialId(), c.occurredAt());
            case TrialFailed f -> throw new IllegalStateException("a simulated trial failed: " + f.reason());
            case TrialCancelled c -> throw new IllegalStateException("a simulated trial was cancelled: " + c.trialId());
            case TrialRequested r ->
                throw new IllegalStateException("unexpected request on " + Topic.TRAINING.name() + ": " + r.trialId());
            case TrialEvaluated e ->
                throw new IllegalStateException("unexpected evaluation on " + Topic.TRAINING.name());
            case EvaluationFailed f ->
                throw new IllegalStateException("unexpected evaluation on " + Topic.TRAINING.name());
        }
    }

    /** In no particular order. */
    List<Start> starts() {
        return starts;
    }

    /** In no particular order. */
    List<Epoch> epochs() {
        return epochs;
    }

    /** The time at which each trial was first completed. */
    Map<TrialId, Instant> ends() {
        return ends;
    }
}
