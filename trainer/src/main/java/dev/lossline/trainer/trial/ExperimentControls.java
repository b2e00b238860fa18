package dev.lossline.trainer.trial;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.ExperimentControl.Cancelled;
import dev.lossline.contract.event.ExperimentControl.Paused;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.Topic;
import dev.lossline.trainer.kafka.KafkaClients;
import dev.lossline.trainer.trial.TrialControl.Stop;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
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

/** The {@link ExperimentControl} of every experiment, from following {@link Topic#EXPERIMENTS} since its beginning. */
@Singleton
public class ExperimentControls {
    private static final Logger LOG = Logger.getLogger(ExperimentControls.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** The topic has one partition, so its events are totally ordered. */
    private static final TopicPartition PARTITION = new TopicPartition(Topic.EXPERIMENTS.name(), 0);

    private final KafkaClients clients;
    private final Map<UUID, ExperimentControl> controls = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long position;
    private boolean following;

    public ExperimentControls(KafkaClients clients) {
        this.clients = clients;
    }

    /** Starts to follow the topic, which must exist; does nothing if already started. */
    public synchronized void follow() {
        if (following) {
            return;
        }
        following = true;
        Thread.ofPlatform().daemon().name("experiment-controls").start(this::followUntilClosed);
    }

    /**
     * Waits until everything that is on the topic now has been read; otherwise, a cancelled trial could be started.
     *
     * @throws KafkaException if the broker does not return the end of the topic
     */
    public void awaitCaughtUp() throws InterruptedException {
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
     * Why the trial must not be trained; empty if it may be. A resume invalidates all earlier requests because it
     * requests every unfinished trial again; with two valid requests, two trainers would do the same work.
     */
    public Optional<Stop> stop(QueuedTrial trial) {
        return switch (controls.getOrDefault(trial.id().experimentId(), Running.INITIAL)) {
            case Cancelled cancelled -> Optional.of(Stop.CANCELLED);
            case Paused paused -> trial.isRequestedAfter(paused) ? Optional.empty() : Optional.of(Stop.PAUSED);
            case Running running -> trial.isRequestedBefore(running) ? Optional.of(Stop.PAUSED) : Optional.empty();
        };
    }

    /**
     * Whether the request is invalid according to all events that are on the log now. A request without a generation
     * may come from a resume that this trainer has not read yet. Returns false if the broker does not answer.
     */
    public boolean isStillPaused(QueuedTrial trial) throws InterruptedException {
        try {
            awaitCaughtUp();
            return stop(trial).filter(Stop.PAUSED::equals).isPresent();
        } catch (KafkaException e) {
            return false;
        }
    }

    @PreDestroy
    public void close() {
        closed.countDown();
    }

    private void followUntilClosed() {
        while (closed.getCount() > 0) {
            try (Consumer<String, byte[]> reader = clients.reader()) {
                follow(reader);
            } catch (KafkaException e) {
                LOG.warnf("Cannot read %s, retrying: %s", Topic.EXPERIMENTS.name(), e.getMessage());
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

    /** Applies the event of a message. */
    void read(ConsumerRecord<String, byte[]> message) {
        try {
            if (EventMessage.read(message, ExperimentEvent.class) instanceof ControlEvent event) {
                ExperimentControl before = controls.getOrDefault(event.experimentId(), Running.INITIAL);
                if (before.on(event) instanceof Accepted accepted) {
                    controls.put(event.experimentId(), accepted.next());
                }
            }
        } catch (UnreadableEventException e) {
            // The recorder makes it a dead letter.
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
