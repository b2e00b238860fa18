package dev.lossline.bench.scale;

import dev.lossline.contract.TrialEvent;
import dev.lossline.contract.TrialEvent.EpochCompleted;
import dev.lossline.contract.TrialEvent.EvaluationFailed;
import dev.lossline.contract.TrialEvent.TrialCancelled;
import dev.lossline.contract.TrialEvent.TrialCompleted;
import dev.lossline.contract.TrialEvent.TrialEvaluated;
import dev.lossline.contract.TrialEvent.TrialFailed;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.TrialEvent.TrialStarted;
import dev.lossline.contract.TrialId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the log says of the trials, as they were trained. */
final class History {
    private final List<Start> starts = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private final Map<TrialId, Instant> ends = new HashMap<>();

    /**
     * A trainer took a trial.
     *
     * @param trainer the name of its process
     */
    record Start(TrialId trial, int attempt, Instant at, String trainer) {}

    /** An epoch's end, and how long it took. */
    record Epoch(Instant at, double seconds) {}

    void add(TrialEvent event) {
        switch (event) {
            case TrialStarted s -> starts.add(new Start(s.trialId(), s.attempt(), s.occurredAt(), s.deviceName()));
            case EpochCompleted e -> epochs.add(new Epoch(e.occurredAt(), e.seconds()));
            case TrialCompleted c -> ends.putIfAbsent(c.trialId(), c.occurredAt());
            case TrialFailed f -> throw new IllegalStateException("a simulated trial failed: " + f.reason());
            case TrialCancelled c -> throw new IllegalStateException("nobody cancelled " + c.trialId());
            case TrialRequested r -> throw new IllegalStateException("a request is on the wrong topic: " + r.trialId());
            case TrialEvaluated e -> throw new IllegalStateException("an evaluation is on the wrong topic");
            case EvaluationFailed f -> throw new IllegalStateException("an evaluation is on the wrong topic");
        }
    }

    /** In no order. */
    List<Start> starts() {
        return starts;
    }

    /** In no order. */
    List<Epoch> epochs() {
        return epochs;
    }

    /** When each trial was completed first. */
    Map<TrialId, Instant> ends() {
        return ends;
    }
}
