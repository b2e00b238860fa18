package dev.lossline.evaluator;

import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialEvaluated;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.training.DatasetException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Evaluates final checkpoints and publishes the results; a model that cannot be evaluated is a dead letter. */
@Startup
@ApplicationScoped
class Evaluations {
    /** Timer: to score a trained model on the test split. */
    static final String DURATION = "lossline.evaluation.duration";

    private static final Logger LOG = Logger.getLogger(Evaluations.class);

    private final ModelEvaluation evaluation;
    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
    private final EvaluatorConfig config;
    private final Timer time;

    Evaluations(
            ModelEvaluation evaluation,
            EventPublisher publisher,
            DeadLetters deadLetters,
            EvaluatorConfig config,
            MeterRegistry meters) {
        this.evaluation = evaluation;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.config = config;
        this.time = Timer.builder(DURATION)
                .description("Time to score a trained model on the test split")
                .register(meters);
    }

    /**
     * Evaluates the models among some messages; returns once each result is on the log, or the reason why there is none.
     * They wait for the broker together: one after the other, they would spend most of their time waiting.
     */
    void evaluate(Iterable<ConsumerRecord<String, byte[]>> messages) throws InterruptedException {
        List<TrialEvaluated> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            Optional<CheckpointMessage> model = model(message);
            try {
                if (model.isPresent()) {
                    events.add(evaluated(model.get()));
                }
            } catch (UnreadableEventException e) {
                deadLetters.send(message, DeadLetters.EVALUATOR, e.getMessage());
            }
        }
        publisher.publish(Topic.EVALUATIONS, events);
        events.forEach(event -> LOG.infof("Evaluated %s: accuracy %.4f", event.trialId(), event.accuracy()));
    }

    private static Optional<CheckpointMessage> model(ConsumerRecord<String, byte[]> message) {
        try {
            return Optional.of(CheckpointMessage.from(message))
                    .filter(checkpoint -> checkpoint.headers().isFinal());
        } catch (UnreadableEventException e) {
            LOG.debugf("The recorder's dead letter: %s@%d", message.topic(), message.offset());
            return Optional.empty();
        }
    }

    private TrialEvaluated evaluated(CheckpointMessage model) throws UnreadableEventException, InterruptedException {
        while (true) {
            Timer.Sample sample = Timer.start();
            try {
                return evaluation.evaluate(model);
            } catch (DatasetException e) {
                LOG.warnf("Waiting for the dataset: %s", e.getMessage());
                Thread.sleep(config.retryDelay());
            } finally {
                sample.stop(time);
            }
        }
    }
}
