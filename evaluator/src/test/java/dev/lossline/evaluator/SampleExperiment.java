package dev.lossline.evaluator;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import dev.lossline.specification.reader.SpecificationReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An experiment of two trials: the first is trained by two attempts, completed and evaluated, the second fails. */
public final class SampleExperiment {
    public final UUID experimentId;
    public final TrialId completed;
    public final TrialId failed;
    private final Instant begin = Instant.parse("2026-11-23T01:00:00Z");

    public SampleExperiment(UUID experimentId) {
        this.experimentId = experimentId;
        this.completed = new TrialId(experimentId, 1);
        this.failed = new TrialId(experimentId, 2);
    }

    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        events.add(new ExperimentSubmitted(experimentId, begin, specification()));
        events.add(started(completed, 1, 0, 1));
        events.add(epoch(completed, 1, 1, 0.9));
        events.add(epoch(completed, 1, 2, 0.7));
        events.add(started(completed, 2, 1, 20));
        events.add(epoch(completed, 2, 2, 0.7));
        events.add(epoch(completed, 2, 3, 0.5));
        events.add(new TrialCompleted(completed, 2, begin.plusSeconds(30), 3, 0.5, 3.25));
        events.add(new TrialEvaluated(
                completed,
                2,
                begin.plusSeconds(31),
                10,
                0.4,
                0.8,
                List.of(List.of(5L, 1L), List.of(1L, 3L)),
                List.of(new ClassMetric(0, 0.8, 0.83, 0.82, 6), new ClassMetric(1, 0.75, 0.75, 0.75, 4)),
                "ab12",
                List.of(new Misclassified(0, 1, List.of(7)), new Misclassified(1, 0, List.of(2))),
                "ef56"));
        events.add(started(failed, 1, 0, 2));
        events.add(new TrialFailed(failed, 1, begin.plusSeconds(3), FailureKind.NON_FINITE_LOSS, "NaN in epoch 1"));
        return events;
    }

    /** The sample's events shuffled as given, save that those of one key keep the order that the log keeps. */
    public List<Event> inTheOrderOfKeys(List<Event> shuffled) {
        List<Event> ordered = new ArrayList<>();
        List<Event> original = new ArrayList<>(events());
        for (Event event : shuffled) {
            Event next = original.stream()
                    .filter(e -> e.key().equals(event.key()) && Topic.of(e).equals(Topic.of(event)))
                    .findFirst()
                    .orElseThrow();
            original.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    public TrialStarted started(TrialId trial, int attempt, int resumedFrom, int second) {
        return new TrialStarted(
                trial,
                attempt,
                begin.plusSeconds(second),
                Device.CPU,
                "host-" + attempt,
                "cpu",
                resumedFrom,
                "cd34",
                new Versions("0.32.0", "2.5.1", "25"));
    }

    EpochCompleted epoch(TrialId trial, int attempt, int epoch, double loss) {
        return new EpochCompleted(
                trial, attempt, begin.plusSeconds(2L * epoch + attempt), epoch, loss, null, null, 1.0 + attempt, 60000);
    }

    public static ExperimentSpecification specification() {
        try {
            return new SpecificationReader(10).read(Json.MAPPER.readTree("""
                {"name": "sample", "training": {"epochs": 3},
                 "search": {"grid": {"training.optimizer.learningRate": [0.1, 1000]}}}\
                """));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
