package dev.lossline.trainer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * One slot's place at the work queue: takes a trial's message, holds it while it is worked on, and ends it. At most one
 * is held at a time. Belongs to the thread that made it.
 *
 * <p>Built on <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-932%3A+Queues+for+Kafka">share groups</a>
 * and their <a
 * href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-1222:+Acquisition+lock+timeout+renewal+in+share+consumer+explicit+mode">
 * lock renewal</a>.
 */
final class TrialQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TrialQueue.class);
    private static final Duration TAKE_BACK = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** By how much the clocks of who requests and who trains may differ. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final KafkaShareConsumer<String, byte[]> consumer;
    private final Duration lock;
    private ConsumerRecord<String, byte[]> held;
    private boolean usable = true;
    private boolean first = true;
    private boolean forgotten;
    private long emptyAt;

    /** @param lock how long the broker keeps a message for who took it */
    TrialQueue(KafkaShareConsumer<String, byte[]> consumer, String topic, Duration lock) {
        this.consumer = consumer;
        this.lock = lock;
        consumer.subscribe(List.of(topic));
    }

    /** The next message, held from now on; empty where none came. */
    Optional<ConsumerRecord<String, byte[]>> take(Duration patience) {
        long askedAt = System.currentTimeMillis();
        for (ConsumerRecord<String, byte[]> message : consumer.poll(patience)) {
            if (held == null) {
                held = message;
            } else {
                consumer.acknowledge(message, AcknowledgeType.RELEASE);
            }
        }
        if (held == null) {
            emptyAt = askedAt;
            return Optional.empty();
        }
        forgotten = first || held.timestamp() < emptyAt - SLACK.toMillis();
        first = false;
        // A message can have been fetched ahead while the one before was worked on; its lock is over then, and
        // another trainer has it. Only a renewal tells.
        return renew() ? Optional.of(held) : Optional.empty();
    }

    /**
     * Whether the message that is held may have been delivered before, though its count says no: a broker that falls
     * over forgets the deliveries that had not ended, and these come first when it is back. So the first message of a
     * connection may be one, and one that was there when the queue was said to be empty.
     */
    boolean mayBeForgotten() {
        return forgotten;
    }

    /** Holds the message for another lock duration; false where it is held no longer, and never will be again. */
    boolean renew() {
        consumer.acknowledge(held, AcknowledgeType.RENEW);
        if (committed("renew") && takenBack()) {
            return true;
        }
        held = null;
        usable = false;
        return false;
    }

    /**
     * Whether messages can still be taken. They cannot after a message was lost: Kafka's consumer (4.2.1) then waits in
     * poll for the end of a renewal that has failed, at full speed and for ever. Seen after a broker's restart.
     */
    boolean isUsable() {
        return usable;
    }

    /** Ends the message: it is done. False where the broker did not take that, so that it will be delivered again. */
    boolean accept() {
        return end(AcknowledgeType.ACCEPT);
    }

    /** Ends the message: nobody can use it. */
    boolean reject() {
        return end(AcknowledgeType.REJECT);
    }

    /** Gives the message back, for another trainer at once. */
    boolean release() {
        return end(AcknowledgeType.RELEASE);
    }

    /** Whether a message is held. */
    boolean holds() {
        return held != null;
    }

    /** Leaves the queue; what is held goes to another trainer at once. */
    @Override
    public void close() {
        consumer.close(CLOSE);
    }

    private boolean end(AcknowledgeType type) {
        if (held == null) {
            return false;
        }
        consumer.acknowledge(held, type);
        held = null;
        if (committed(type.toString())) {
            return true;
        }
        // The partition may have another leader, which knows of no delivery: the next message is then this connection's
        // first.
        usable = false;
        return false;
    }

    private boolean committed(String what) {
        try {
            var results = consumer.commitSync(lock).values();
            results.stream()
                    .flatMap(Optional::stream)
                    .forEach(e -> LOG.debugf("The broker did not %s: %s", what, e.toString()));
            return !results.isEmpty() && results.stream().allMatch(Optional::isEmpty);
        } catch (KafkaException e) {
            LOG.debugf("The broker did not %s: %s", what, e.toString());
            return false;
        }
    }

    /** A renewed message comes back from poll before it can be acknowledged again; it is no new work. */
    private boolean takenBack() {
        long deadline = System.nanoTime() + lock.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(TAKE_BACK)) {
                if (message.partition() == held.partition() && message.offset() == held.offset()) {
                    return true;
                }
                consumer.acknowledge(message, AcknowledgeType.RELEASE);
            }
        }
        return false;
    }
}
