package dev.lossline.orchestrator.dispatch;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import dev.lossline.orchestrator.progress.ProgressReader;
import dev.lossline.specification.Device;
import dev.lossline.specification.Trial;
import dev.lossline.specification.reader.Expansion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Puts trials into their device's queue. Each call returns after the broker has acknowledged all requests. */
@ApplicationScoped
class TrialRequests {
    private static final Logger LOG = Logger.getLogger(TrialRequests.class);

    private final EventPublisher publisher;
    private final ProgressReader progress;

    TrialRequests(EventPublisher publisher, ProgressReader progress) {
        this.publisher = publisher;
        this.progress = progress;
    }

    /** Requests all trials of a submission for the first time. */
    void first(ExperimentSubmitted submitted) throws InterruptedException {
        publish(new Expansion(submitted.specification())
                .trials(submitted.experimentId()).stream()
                        .map(trial -> request(trial, 1, submitted.occurredAt(), 0))
                        .toList());
    }

    /**
     * Requests trials again. These are at least second attempts: the trainer looks for a checkpoint, and skips the
     * trial if it has completed since.
     *
     * @param attempts the newest attempt by trial number
     */
    void again(UUID experiment, Known known, Map<Integer, Integer> attempts) throws InterruptedException {
        if (attempts.isEmpty()) {
            return;
        }
        Instant at = notBeforeResume(known.control(), Instant.now());
        int generation = known.control().generation();
        publish(progress.trials(experiment, known).stream()
                .filter(trial -> attempts.containsKey(trial.id().number()))
                .map(trial -> request(trial, Math.max(1, attempts.get(trial.id().number())) + 1, at, generation))
                .toList());
    }

    /** Trainers of older versions drop requests with a timestamp before the resume. */
    private static Instant notBeforeResume(ExperimentControl control, Instant now) {
        return control instanceof Running running
                        && running.resumedAt() != null
                        && running.resumedAt().isAfter(now)
                ? running.resumedAt()
                : now;
    }

    private static TrialRequested request(Trial trial, int attempt, Instant at, int generation) {
        return new TrialRequested(trial.id(), attempt, at, trial.specification(), generation);
    }

    private void publish(List<TrialRequested> requests) throws InterruptedException {
        Map<Device, List<TrialRequested>> pools = requests.stream()
                .collect(Collectors.groupingBy(request -> request.trial().device()));
        for (var pool : pools.entrySet()) {
            publisher.publish(Topic.trials(pool.getKey()), pool.getValue());
            LOG.infof(
                    "Requested %d %s trials, the first is %s",
                    pool.getValue().size(),
                    pool.getKey().id(),
                    pool.getValue().getFirst().trialId());
        }
    }
}
