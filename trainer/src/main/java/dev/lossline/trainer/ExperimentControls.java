package dev.lossline.trainer;

import dev.lossline.contract.EventMessage;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.trainer.TrialControl.Stop;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** What users have said of experiments, as to their trials: follows {@link Topic#EXPERIMENTS} from its beginning. */
@Singleton
public class ExperimentControls {
    private static final Logger LOG = Logger.getLogger(ExperimentControls.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** The topic's only one, so that its events have one order. */
    private static final TopicPartition PARTITION = new TopicPartition(Topic.EXPERIMENTS.name(), 0);

    private final KafkaClients clients;
    private final Map<UUID, Stop> stops = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> resumptions = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long position;
    private boolean following;

    public ExperimentControls(KafkaClients clients) {
        this.clients = clients;
    }

    /** Starts to follow the topic, which must be there; does nothing where it is followed already. */
    synchronized void follow() {
        if (following) {
            return;
        }
        following = true;
        Thread.ofPlatform().daemon().name("experiment-controls").start(this::followUntilClosed);
    }

    /**
     * Waits until all that is there now is read; before that, a trial that was cancelled would be started.
     *
     * @throws KafkaException where the broker does not say what is there
     */
    void awaitCaughtUp() throws InterruptedException {
        long end;
        try (Consumer<String, byte[]> asking = clients.reader()) {
            end = asking.endOffsets(List.of(PARTITION)).get(PARTITION);
        }
        synchronized (this) {
            while (position < end) {
                wait();
            }
        }
    }

    /**
     * Why the trial is not to be trained; empty where it is. A pause ends every request before it, also where the
     * experiment is resumed before anybody looks: who resumes requests all trials again, and of two requests that both
     * counted two trainers would do the work of one.
     */
    Optional<Stop> stop(QueuedTrial trial) {
        UUID experiment = trial.id().experimentId();
        Stop said = stops.get(experiment);
        Instant resumed = resumptions.get(experiment);
        return said == null && resumed != null && trial.requestedAt().isBefore(resumed)
                ? Optional.of(Stop.PAUSED)
                : Optional.ofNullable(said);
    }

    /**
     * Whether the trial's request is ended by all that was said until now: one that came with a resume that this trainer
     * had not heard of is not. False where the broker does not say.
     */
    boolean isStillPaused(QueuedTrial trial) throws InterruptedException {
        try {
            awaitCaughtUp();
            return stop(trial).filter(Stop.PAUSED::equals).isPresent();
        } catch (KafkaException e) {
            return false;
        }
    }

    @PreDestroy
    void close() {
        closed.countDown();
    }

    private void followUntilClosed() {
        while (closed.getCount() > 0) {
            try (Consumer<String, byte[]> reader = clients.reader()) {
                follow(reader);
            } catch (KafkaException e) {
                LOG.warnf("Cannot follow %s, trying again: %s", Topic.EXPERIMENTS.name(), e.getMessage());
                awaitClosed(POLL);
            }
        }
    }

    private void follow(Consumer<String, byte[]> reader) {
        reader.assign(List.of(PARTITION));
        reader.seek(PARTITION, position);
        while (closed.getCount() > 0) {
            reader.poll(POLL).forEach(this::read);
            synchronized (this) {
                position = reader.position(PARTITION);
                notifyAll();
            }
        }
    }

    private void read(ConsumerRecord<String, byte[]> message) {
        try {
            ExperimentEvent event = EventMessage.read(message, ExperimentEvent.class);
            switch (event) {
                case ExperimentCancelled cancelled -> stops.put(event.experimentId(), Stop.CANCELLED);
                case ExperimentPaused paused -> stops.putIfAbsent(event.experimentId(), Stop.PAUSED);
                case ExperimentResumed resumed -> {
                    resumptions.merge(event.experimentId(), event.occurredAt(), (a, b) -> a.isAfter(b) ? a : b);
                    stops.remove(event.experimentId(), Stop.PAUSED);
                }
                case ExperimentSubmitted submitted -> LOG.tracef("Submitted: %s", event.experimentId());
                case ExperimentRetried retried -> LOG.tracef("Retried: %s", event.experimentId());
                case EvaluationsRetried retried -> LOG.tracef("To be evaluated again: %s", event.experimentId());
            }
        } catch (UnreadableEventException e) {
            // The recorder reads the same topic by the same rules, and puts it among the dead letters.
            LOG.debugf("Unreadable at offset %d: %s", message.offset(), e.getMessage());
        }
    }

    private void awaitClosed(Duration patience) {
        try {
            var unused = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }
}
