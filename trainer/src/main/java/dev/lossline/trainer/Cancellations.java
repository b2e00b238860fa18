package dev.lossline.trainer;

import dev.lossline.contract.EventJson;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Which experiments were cancelled: follows {@link Topic#EXPERIMENTS} from its beginning. */
@Singleton
public class Cancellations {
    private static final Logger LOG = Logger.getLogger(Cancellations.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients clients;
    private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean following;

    public Cancellations(KafkaClients clients) {
        this.clients = clients;
    }

    /** Starts to follow the topic, which must be there; does nothing where it is followed already. */
    synchronized void follow() {
        if (following) {
            return;
        }
        following = true;
        Thread.ofPlatform().daemon().name("cancellations").start(this::followUntilClosed);
    }

    /** Waits until all that was there at the start is read: before that, a cancelled trial would be started. */
    void awaitCaughtUp() throws InterruptedException {
        caughtUp.await();
    }

    boolean contains(UUID experiment) {
        return cancelled.contains(experiment);
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
        List<TopicPartition> partitions = reader.partitionsFor(Topic.EXPERIMENTS.name()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (closed.getCount() > 0) {
            if (caughtUp.getCount() > 0
                    && ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
            reader.poll(POLL).forEach(this::read);
        }
    }

    private void read(ConsumerRecord<String, byte[]> message) {
        try {
            switch (EventJson.read(message.value(), ExperimentEvent.class)) {
                case ExperimentEvent.ExperimentCancelled event -> cancelled.add(event.experimentId());
                case ExperimentEvent.ExperimentSubmitted event -> LOG.tracef("Submitted: %s", event.experimentId());
            }
        } catch (UnreadableEventException e) {
            // The dispatcher reads the same topic and puts it among the dead letters.
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
