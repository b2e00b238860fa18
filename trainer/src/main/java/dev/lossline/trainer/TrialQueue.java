package dev.lossline.trainer;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * One slot's connection to the work queue: takes a trial's message, renews its lock, and ends it. It holds at most one
 * message. Confined to the thread that made it.
 *
 * <p>Built on <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-932%3A+Queues+for+Kafka">share groups</a>
 * and their <a
 * href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-1222:+Acquisition+lock+timeout+renewal+in+share+consumer+explicit+mode">
 * lock renewal</a>.
 */
final class TrialQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TrialQueue.class);
    private static final Duration TAKE_BACK = Duration.ofMillis(100);

    /** How far the clocks of orchestrator and trainer may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final ShareQueue queue;
    private final Duration lock;
    private ConsumerRecord<String, byte[]> held;
    private boolean usable = true;
    private boolean first = true;
    private boolean forgotten;
    private long emptyAt;

    /** @param lock how long the broker keeps a message for the member that took it */
    TrialQueue(ShareQueue queue, Duration lock) {
        this.queue = queue;
        this.lock = lock;
    }

    /**
     * The next message, held from now on; empty if none came.
     *
     * @throws org.apache.kafka.common.KafkaException if the queue cannot be read; it is to be closed then
     */
    Optional<ConsumerRecord<String, byte[]>> take(Duration patience) {
        long askedAt = System.currentTimeMillis();
        for (ConsumerRecord<String, byte[]> message : queue.poll(patience)) {
            if (held == null) {
                held = message;
            } else {
                queue.acknowledge(message, AcknowledgeType.RELEASE);
            }
        }
        if (held == null) {
            emptyAt = askedAt;
            return Optional.empty();
        }
        forgotten = first || held.timestamp() < emptyAt - CLOCK_SKEW.toMillis();
        first = false;
        // A message can have been fetched ahead, while the previous one was worked on. If its lock has expired since,
        // another trainer has it. Only a renewal tells.
        return renew() ? Optional.of(held) : Optional.empty();
    }

    /**
     * Whether the held message may have been delivered before without being counted. A broker that crashes forgets
     * deliveries that had not ended, and delivers these first when it is back. So it may be the first message of a
     * connection, and one that was already there when the queue was said to be empty.
     */
    boolean mayBeForgotten() {
        return forgotten;
    }

    /** Holds the message for another lock duration; false if it is lost, for whatever reason. Never throws. */
    boolean renew() {
        try {
            queue.acknowledge(held, AcknowledgeType.RENEW);
            if (queue.commit(lock) && takenBack()) {
                return true;
            }
        } catch (RuntimeException e) {
            LOG.debugf("The lock was not renewed: %s", e.toString());
        }
        held = null;
        usable = false;
        return false;
    }

    /**
     * Whether messages can still be taken. They cannot after a message was lost: Kafka's consumer (4.2.1) then waits in
     * poll for the end of a renewal that has failed, in a busy loop that never ends. Seen after a broker's restart.
     */
    boolean isUsable() {
        return usable;
    }

    /** Ends the message that is held. False if the broker did not take that, so it will be delivered again. Never throws. */
    boolean end(AcknowledgeType type) {
        ConsumerRecord<String, byte[]> ending = held;
        held = null;
        if (ending == null) {
            return false;
        }
        try {
            queue.acknowledge(ending, type);
            if (queue.commit(lock)) {
                return true;
            }
        } catch (RuntimeException e) {
            LOG.debugf("The message at %d was not ended: %s", ending.offset(), e.toString());
        }
        // The partition may have another leader, which knows of no delivery: the next message is then the first of a
        // new connection.
        usable = false;
        return false;
    }

    /** Leaves the queue; a message that is held goes to another trainer at once. */
    @Override
    public void close() {
        queue.close();
    }

    /** A renewed message comes back from poll before it can be acknowledged again; it is not new work. */
    private boolean takenBack() {
        long deadline = System.nanoTime() + lock.toNanos();
        boolean back = false;
        do {
            for (ConsumerRecord<String, byte[]> message : queue.poll(TAKE_BACK)) {
                if (message.partition() == held.partition() && message.offset() == held.offset()) {
                    back = true;
                } else {
                    queue.acknowledge(message, AcknowledgeType.RELEASE);
                }
            }
        } while (!back && System.nanoTime() < deadline);
        return back;
    }
}
