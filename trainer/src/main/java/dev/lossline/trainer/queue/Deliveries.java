package dev.lossline.trainer.queue;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.LogFields;
import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.Publisher;
import dev.lossline.trainer.trial.ExperimentControls;
import dev.lossline.trainer.trial.QueuedTrial;
import dev.lossline.trainer.trial.TrialControl;
import dev.lossline.trainer.trial.TrialRunner;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Handles the messages of the queue: runs trials, and sends anything else to the dead letters. */
@Singleton
public class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final int MAX_REMEMBERED = 10_000;

    private final Processor processor;
    private final TrialRunner runner;
    private final ExperimentControls experiments;
    private final Publisher publisher;
    private final TrainerMetrics metrics;

    /**
     * The newest attempt of each message that this trainer has taken but not acknowledged. A broker that crashes
     * forgets how often it delivered a message, and the first attempt does not look for a checkpoint. The log shows
     * which other trainers have started the trial. Messages that other trainers acknowledge stay here until newer ones
     * evict them.
     */
    private final Map<Position, Integer> attempts = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, Integer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    private record Position(int partition, long offset) {
        static Position of(ConsumerRecord<?, ?> message) {
            return new Position(message.partition(), message.offset());
        }
    }

    public Deliveries(
            Processor processor,
            TrialRunner runner,
            ExperimentControls experiments,
            Publisher publisher,
            TrainerMetrics metrics) {
        this.processor = processor;
        this.runner = runner;
        this.experiments = experiments;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** The control for the next delivery. */
    TrialControl newControl() {
        return new TrialControl(experiments::stop);
    }

    /**
     * Processes the message on the calling thread.
     *
     * @param forgotten whether the broker may have delivered it before without counting that
     */
    Outcome handle(ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten) {
        try (LogFields ignored = LogFields.ofKey(message.key())) {
            Outcome outcome = outcomeOf(message, control, forgotten);
            metrics.trialEnded(outcome);
            return outcome;
        }
    }

    /** Forgets a message that the broker will not deliver again. */
    void ended(ConsumerRecord<String, byte[]> message) {
        attempts.remove(Position.of(message));
    }

    private Outcome outcomeOf(ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten) {
        try {
            QueuedTrial queued = QueuedTrial.from(message, processor.device());
            int least = forgotten ? Math.max(queued.attempt(), runner.newestAttempt(queued) + 1) : queued.attempt();
            int attempt = attempts.merge(Position.of(message), least, (known, counted) -> Math.max(known + 1, counted));
            Outcome outcome = runner.run(queued.as(attempt), control);
            return outcome == Outcome.PAUSED && !experiments.isStillPaused(queued) ? Outcome.RELEASED : outcome;
        } catch (KafkaException e) {
            LOG.warnf("Releasing the message at %d: %s", message.offset(), e.getMessage());
            return Outcome.RELEASED;
        } catch (InterruptedException e) {
            // The trainer is shutting down.
            return Outcome.RELEASED;
        } catch (UnreadableEventException e) {
            LOG.warnf(
                    "Sending the message at %d of %s to the dead letters: %s",
                    message.offset(), message.topic(), e.getMessage());
            return buried(message, e.getMessage());
        }
    }

    private Outcome buried(ConsumerRecord<String, byte[]> message, String reason) {
        String service = "trainer-" + processor.device().id();
        try {
            publisher.publish(DeadLetter.of(message, service, reason)).get();
            metrics.deadLetter();
            return Outcome.UNREADABLE;
        } catch (ExecutionException | InterruptedException e) {
            return Outcome.RELEASED;
        }
    }
}
