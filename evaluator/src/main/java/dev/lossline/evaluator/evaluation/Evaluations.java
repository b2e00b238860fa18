package dev.lossline.evaluator.evaluation;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.LogFields;
import dev.lossline.contract.topic.MessageFault;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.EvaluatorConfig;
import dev.lossline.evaluator.deadletters.DeadLetters;
import dev.lossline.specification.Sha256;
import dev.lossline.specification.TrialId;
import dev.lossline.training.dataset.DatasetException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Evaluates trained models and publishes the outcome of each: its metrics, or the reason for a failure. Failed
 * evaluations are repeated on request: docs/adr/0012-evaluations-fail.md.
 */
@Startup
@ApplicationScoped
class Evaluations {
    private static final Logger LOG = Logger.getLogger(Evaluations.class);
    private static final int FIRST = 1;

    private final ModelEvaluation evaluation;
    private final RecordedModels models;
    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
    private final EvaluationMetrics metrics;
    private final EvaluatorConfig config;

    Evaluations(
            ModelEvaluation evaluation,
            RecordedModels models,
            EventPublisher publisher,
            DeadLetters deadLetters,
            EvaluationMetrics metrics,
            EvaluatorConfig config) {
        this.evaluation = evaluation;
        this.models = models;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.config = config;
    }

    /**
     * Evaluates the models that the messages contain or name; returns after the broker has acknowledged all outcomes.
     * They are acknowledged together, because waiting for each would dominate the time.
     */
    void evaluate(Iterable<ConsumerRecord<String, byte[]>> messages) throws InterruptedException {
        List<TrialEvent> outcomes = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            if (message.topic().equals(Topic.EXPERIMENTS.name())) {
                outcomes.addAll(again(message));
            } else {
                ofModel(message).ifPresent(outcomes::add);
            }
        }
        publisher.publish(Topic.EVALUATIONS, outcomes);
        outcomes.forEach(this::note);
    }

    /** The outcome of a message that should contain a model. */
    private Optional<TrialEvent> ofModel(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        CheckpointMessage checkpoint;
        try {
            checkpoint = MessageFault.refusing(() -> CheckpointMessage.from(message));
        } catch (UnreadableEventException e) {
            LOG.debugf("The recorder's dead letter: %s@%d", message.topic(), message.offset());
            return CheckpointKey.trialOfModel(message.key()).map(trial -> unreadable(trial, message, e));
        }
        if (!checkpoint.headers().isFinal()) {
            return Optional.empty();
        }
        try {
            return Optional.of(outcome(checkpoint, FIRST));
        } catch (UnreadableEventException e) {
            deadLetters.send(message, DeadLetters.EVALUATOR, e.getMessage());
            return Optional.of(failed(checkpoint, FIRST, e));
        }
    }

    /** The outcomes of the evaluations that a message requests to repeat; empty if it requests none. */
    private List<TrialEvent> again(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            return MessageFault.refusing(
                    () -> EventMessage.read(message, ExperimentEvent.class) instanceof EvaluationsRetried retried
                            ? again(retried)
                            : List.of());
        } catch (UnreadableEventException e) {
            LOG.debugf("The recorder's dead letter: %s@%d", message.topic(), message.offset());
            return List.of();
        }
    }

    private List<TrialEvent> again(EvaluationsRetried retried) throws InterruptedException {
        List<TrialEvent> outcomes = new ArrayList<>();
        for (Map.Entry<Integer, Integer> failed : retried.evaluations().entrySet()) {
            TrialId trial = new TrialId(retried.experimentId(), failed.getKey());
            outcomes.add(again(trial, Math.addExact(failed.getValue(), 1)));
        }
        return outcomes;
    }

    private TrialEvent again(TrialId trial, int number) throws InterruptedException {
        Optional<CheckpointMessage> model;
        try {
            model = models.find(trial);
        } catch (UnreadableEventException e) {
            return new EvaluationFailed(trial, 1, Instant.now(), number, e.getMessage(), null);
        }
        if (model.isEmpty()) {
            return new EvaluationFailed(trial, 1, Instant.now(), number, "no model of it is recorded", null);
        }
        try {
            return outcome(model.get(), number);
        } catch (UnreadableEventException e) {
            return failed(model.get(), number, e);
        }
    }

    /** Evaluates a model; waits until the dataset is available. */
    private TrialEvent outcome(CheckpointMessage model, int number)
            throws UnreadableEventException, InterruptedException {
        try (LogFields ignored = LogFields.of(model.metadata().trialId())) {
            return MessageFault.refusing(() -> whenDatasetIsThere(model, number));
        }
    }

    private TrialEvent whenDatasetIsThere(CheckpointMessage model, int number)
            throws UnreadableEventException, InterruptedException {
        while (true) {
            try {
                return metrics.timed(() -> evaluation.evaluate(model, number));
            } catch (DatasetException e) {
                LOG.warnf("Waiting for the dataset: %s", e.getMessage());
                Thread.sleep(config.retryDelay());
            }
        }
    }

    private static TrialEvent failed(CheckpointMessage model, int number, UnreadableEventException reason) {
        return new EvaluationFailed(
                model.metadata().trialId(),
                model.metadata().attempt(),
                Instant.now(),
                number,
                reason.getMessage(),
                Sha256.of(model.safetensors()));
    }

    /** The outcome for a trial whose message, by its key, should contain a model. */
    private static TrialEvent unreadable(
            TrialId trial, ConsumerRecord<String, byte[]> message, UnreadableEventException reason) {
        int attempt;
        try {
            attempt = CheckpointHeaders.from(message.headers()).attempt();
        } catch (UnreadableEventException e) {
            attempt = 1;
        }
        return new EvaluationFailed(
                trial, attempt, Instant.now(), FIRST, "its model cannot be read: " + reason.getMessage(), null);
    }

    private void note(TrialEvent outcome) {
        try (LogFields ignored = LogFields.of(outcome.trialId())) {
            if (outcome instanceof TrialEvaluated evaluated) {
                LOG.infof("Evaluated %s: accuracy %.4f", evaluated.trialId(), evaluated.accuracy());
            } else if (outcome instanceof EvaluationFailed failed) {
                LOG.warnf("Not evaluated: %s: %.300s", failed.trialId(), failed.reason());
                metrics.failed();
            }
        }
    }
}
