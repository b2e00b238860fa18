package dev.lossline.evaluator;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Four experiments with many faults: overlapping attempts that publish everything twice, a model that is evaluated again,
 * failing trials, one cancelled twice while a trial runs and another is queued, one paused, resumed and retried.
 */
public final class TroubledExperiments {
    private static final Instant BEGIN = Instant.parse("2026-11-23T01:00:00.123456Z");

    private final SampleExperiment first = sample();
    private final SampleExperiment overlapping = sample();
    private final SampleExperiment cancelled = sample();
    private final SampleExperiment controlled = sample();

    public List<UUID> experiments() {
        return List.of(first.experimentId, overlapping.experimentId, cancelled.experimentId, controlled.experimentId);
    }

    public boolean has(String key) {
        return key != null && experiments().stream().anyMatch(id -> key.startsWith(id.toString()));
    }

    /** Publishes it as the services would: under the keys of the events. */
    public void publish(Log log) throws InterruptedException {
        log.publish(first.events().toArray(Event[]::new));
        publishOverlapping(log);
        publishCancelled(log);
        publishControlled(log);
    }

    /** Two trainers have trial 1 at once; trial 2 fails in both its attempts. */
    private void publishOverlapping(Log log) throws InterruptedException {
        TrialId trial = overlapping.completed;
        log.publish(
                new ExperimentSubmitted(overlapping.experimentId, BEGIN, SampleExperiment.specification()),
                overlapping.started(trial, 1, 0, 1),
                overlapping.epoch(trial, 1, 1, 0.9),
                overlapping.started(trial, 2, 1, 2),
                overlapping.epoch(trial, 2, 2, 0.7),
                overlapping.epoch(trial, 1, 2, 0.7),
                overlapping.epoch(trial, 2, 3, 0.5));
        checkpoint(log, trial, new CheckpointHeaders(1, 1, false), 0.25f);
        checkpoint(log, trial, new CheckpointHeaders(3, 2, true), 0.5f);
        log.publish(new TrialCompleted(trial, 2, BEGIN.plusSeconds(30), 3, 0.5, 3.25), evaluated(trial, 2, 31, "two"));
        log.publish(overlapping.epoch(trial, 1, 3, 0.5));
        checkpoint(log, trial, new CheckpointHeaders(3, 1, true), 0.5f);
        log.publish(
                new TrialCompleted(trial, 1, BEGIN.plusSeconds(40), 3, 0.5, 4.5),
                evaluated(trial, 1, 41, "one"),
                // The evaluator fell over before it said that it was done.
                evaluated(trial, 1, 50, "one"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            log.publish(
                    overlapping.started(overlapping.failed, attempt, 0, 5 * attempt),
                    new TrialFailed(
                            overlapping.failed,
                            attempt,
                            BEGIN.plusSeconds(5L * attempt + 1),
                            FailureKind.OUT_OF_MEMORY,
                            "no room, attempt " + attempt));
        }
    }

    /** Trial 1 runs when the experiment is cancelled, trial 2 waits. */
    private void publishCancelled(Log log) throws InterruptedException {
        TrialId running = cancelled.completed;
        log.publish(
                new ExperimentSubmitted(cancelled.experimentId, BEGIN, SampleExperiment.specification()),
                cancelled.started(running, 1, 0, 1),
                cancelled.epoch(running, 1, 1, 0.9),
                new ExperimentCancelled(cancelled.experimentId, BEGIN.plusSeconds(6)),
                cancelled.epoch(running, 1, 2, 0.8),
                new ExperimentCancelled(cancelled.experimentId, BEGIN.plusSeconds(7)),
                new TrialCancelled(running, 1, BEGIN.plusSeconds(8)),
                new TrialCancelled(cancelled.failed, 1, BEGIN.plusSeconds(9)));
    }

    /** Trial 1 is paused in its second epoch and resumed; trial 2 fails, is retried, and fails again. */
    private void publishControlled(Log log) throws InterruptedException {
        UUID id = controlled.experimentId;
        TrialId paused = controlled.completed;
        TrialId retried = controlled.failed;
        log.publish(
                new ExperimentSubmitted(id, BEGIN, SampleExperiment.specification()),
                controlled.started(paused, 1, 0, 1),
                controlled.epoch(paused, 1, 1, 0.9),
                new ExperimentPaused(id, BEGIN.plusSeconds(5)),
                controlled.epoch(paused, 1, 2, 0.8),
                controlled.started(retried, 1, 0, 6),
                new TrialFailed(retried, 1, BEGIN.plusSeconds(7), FailureKind.DATASET, "no dataset"),
                new ExperimentResumed(id, BEGIN.plusSeconds(8)),
                controlled.started(paused, 2, 2, 9),
                controlled.epoch(paused, 2, 3, 0.7),
                new ExperimentRetried(id, BEGIN.plusSeconds(10), Map.of(retried.number(), 1)),
                new TrialCompleted(paused, 2, BEGIN.plusSeconds(11), 3, 0.7, 3),
                evaluated(paused, 2, 12, "paused"),
                controlled.started(retried, 2, 0, 13),
                controlled.epoch(retried, 2, 1, 0.9),
                new TrialFailed(retried, 2, BEGIN.plusSeconds(15), FailureKind.NON_FINITE_LOSS, "NaN in epoch 2"),
                new ExperimentPaused(id, BEGIN.plusSeconds(16)),
                new ExperimentResumed(id, BEGIN.plusSeconds(17)));
    }

    private static void checkpoint(Log log, TrialId trial, CheckpointHeaders headers, float weight)
            throws InterruptedException {
        byte[] file = Models.file(trial, headers.attempt(), weight);
        String key = headers.isFinal() ? CheckpointKey.ofModel(trial) : CheckpointKey.ofCheckpoints(trial);
        log.send(new ProducerRecord<>(Topic.CHECKPOINTS.name(), null, key, file, headers.toHeaders()));
    }

    private static TrialEvaluated evaluated(TrialId trial, int attempt, int second, String model) {
        return new TrialEvaluated(
                trial,
                attempt,
                BEGIN.plusSeconds(second),
                10,
                0.4,
                0.8,
                List.of(List.of(5L, 1L), List.of(1L, 3L)),
                List.of(new ClassMetric(0, 0.8, 0.83, 0.82, 6), new ClassMetric(1, 0.75, 0.75, 0.75, 4)),
                model,
                List.of(new Misclassified(0, 1, List.of(7))),
                "weights of " + model);
    }

    private static SampleExperiment sample() {
        return new SampleExperiment(Generators.timeBasedEpochGenerator().generate());
    }
}
