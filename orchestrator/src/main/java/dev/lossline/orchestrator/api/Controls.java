package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.ControlRepresentation;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentControl.Transition;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentControl.Transition.Refused;
import dev.lossline.contract.event.ExperimentControl.Transition.Unchanged;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import dev.lossline.orchestrator.progress.ExperimentLog;
import dev.lossline.orchestrator.progress.ExperimentProgress;
import dev.lossline.orchestrator.progress.ProgressReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Pauses, resumes, cancels and retries experiments. A call reads the log to its end, decides, publishes an event, and
 * reads it back: if an event of another orchestrator came first, that one wins. All calls may throw
 * {@link ProblemException} with 404, 409 or 503, and {@link org.apache.kafka.common.KafkaException}.
 */
@ApplicationScoped
public class Controls {
    private final ExperimentLog log;
    private final ProgressReader progress;
    private final EventPublisher publisher;

    public Controls(ExperimentLog log, ProgressReader progress, EventPublisher publisher) {
        this.log = log;
        this.progress = progress;
        this.publisher = publisher;
    }

    /** Pauses an experiment; has no effect if it is already paused. */
    ControlRepresentation pause(UUID id) throws InterruptedException {
        Known known = known(id);
        requireUnfinished(id, progress.read(id, known), "paused");
        return change(known, new ExperimentPaused(id, Instant.now()));
    }

    /** Resumes an experiment; has no effect if it is not paused. */
    public ControlRepresentation resume(UUID id) throws InterruptedException {
        Known known = known(id);
        requireUnfinished(id, progress.read(id, known), "resumed");
        return change(known, new ExperimentResumed(id, Instant.now()));
    }

    /** Cancels an experiment; has no effect if it is already cancelled and its trials are still stopping. */
    public ControlRepresentation cancel(UUID id) throws InterruptedException {
        Known known = known(id);
        requireUnfinished(id, progress.read(id, known), "cancelled");
        return change(known, new ExperimentCancelled(id, Instant.now()));
    }

    /** Retries the failed trials: runs the training again if that failed, or only the evaluation if that failed. */
    ControlRepresentation retry(UUID id) throws InterruptedException {
        Known known = known(id);
        ExperimentProgress found = progress.read(id, known);
        Map<Integer, Integer> attempts = found.failed();
        Map<Integer, Integer> evaluations = found.failedEvaluations();
        if (attempts.isEmpty() && evaluations.isEmpty()) {
            throw ProblemException.conflict("No trial of experiment " + id + " has failed.");
        }
        ControlRepresentation control = ControlRepresentation.of(id, known.control());
        if (!evaluations.isEmpty()) {
            control = change(known, new EvaluationsRetried(id, Instant.now(), evaluations));
        }
        return attempts.isEmpty() ? control : change(known, new ExperimentRetried(id, Instant.now(), attempts));
    }

    private Known known(UUID id) throws InterruptedException {
        log.awaitEnd();
        return log.find(id).orElseThrow(() -> ProblemException.notFound("experiment", id));
    }

    private static void requireUnfinished(UUID id, ExperimentProgress progress, String what) {
        if (progress.isEnded()) {
            throw ProblemException.conflict("Experiment %s has ended (%s) and cannot be %s any more."
                    .formatted(id, progress.end().id(), what));
        }
    }

    private ControlRepresentation change(Known known, ControlEvent event) throws InterruptedException {
        Transition transition = known.control().on(event);
        if (transition instanceof Accepted) {
            transition = publish(event);
        }
        UUID id = event.experimentId();
        return switch (transition) {
            case Accepted accepted -> ControlRepresentation.of(id, accepted.next());
            case Unchanged unchanged ->
                ControlRepresentation.of(id, log.find(id).orElse(known).control());
            case Refused refused -> throw ProblemException.conflict("Experiment " + id + " " + refused.reason() + ".");
        };
    }

    /** Publishes an event and returns its effect at its offset in the log. */
    private Transition publish(ControlEvent event) throws InterruptedException {
        long offset = publisher
                .send(List.of(new ProducerRecord<>(Topic.EXPERIMENTS.name(), event.key(), EventJson.write(event))))
                .getFirst()
                .offset();
        log.awaitRead(offset);
        return log.transition(offset).orElseThrow();
    }
}
