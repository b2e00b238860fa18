package dev.lossline.orchestrator;

import dev.lossline.contract.ControlRepresentation;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.ExperimentControl.Transition;
import dev.lossline.contract.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.ExperimentControl.Transition.Refused;
import dev.lossline.contract.ExperimentControl.Transition.Unchanged;
import dev.lossline.contract.ExperimentEvent.ControlEvent;
import dev.lossline.contract.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.Topic;
import dev.lossline.orchestrator.ExperimentFold.Known;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Pauses, resumes, cancels and retries experiments. A call reads the log to its end, decides, publishes an event, and
 * reads it back: if another orchestrator's event came first, that one holds. All calls may throw
 * {@link ProblemException} with 404, 409 or 503, and {@link org.apache.kafka.common.KafkaException}.
 */
@ApplicationScoped
class Controls {
    private final ExperimentLog log;
    private final ProgressReader progress;
    private final EventPublisher publisher;

    Controls(ExperimentLog log, ProgressReader progress, EventPublisher publisher) {
        this.log = log;
        this.progress = progress;
        this.publisher = publisher;
    }

    /** Pauses; a paused experiment stays paused. */
    ControlRepresentation pause(UUID id) throws InterruptedException {
        Known known = known(id);
        requireUnfinished(id, progress.read(id, known), "paused");
        return change(known, new ExperimentPaused(id, Instant.now()));
    }

    /** Resumes; an experiment that is not paused continues. */
    ControlRepresentation resume(UUID id) throws InterruptedException {
        Known known = known(id);
        requireUnfinished(id, progress.read(id, known), "resumed");
        return change(known, new ExperimentResumed(id, Instant.now()));
    }

    /** Cancels; a cancelled experiment whose trials are still stopping stays so. */
    ControlRepresentation cancel(UUID id) throws InterruptedException {
        Known known = known(id);
        requireUnfinished(id, progress.read(id, known), "cancelled");
        return change(known, new ExperimentCancelled(id, Instant.now()));
    }

    /** Retries the failed trials: those whose training failed are trained, those whose evaluation failed evaluated. */
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

    /** Publishes an event, and says what it did at its place in the log. */
    private Transition publish(ControlEvent event) throws InterruptedException {
        long offset = publisher
                .send(List.of(new ProducerRecord<>(Topic.EXPERIMENTS.name(), event.key(), EventJson.write(event))))
                .getFirst()
                .offset();
        log.awaitRead(offset);
        return log.transition(offset).orElseThrow();
    }
}
