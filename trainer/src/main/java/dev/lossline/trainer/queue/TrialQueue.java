package dev.lossline.trainer.queue;

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
    private static final Duration RELEASE_POLL_TIMEOUT = Duration.ofMillis(100);

    /** The maximum difference between the clocks of orchestrator and trainer. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final ShareQueue queue;
    private final Duration lock;
    private ConsumerRecord<String, byte[]> held;
    private boolean usable = true;
    private boolean first = true;
    private boolean forgotten;
    private long emptyAt;

    /** @param lock how long the broker holds a message for a member */
    TrialQueue(ShareQueue queue, Duration lock) {
        this.queue = queue;
        this.lock = lock;
    }

    /**
     * Takes the next message, which is then held; empty if there is none.
     *
     * @throws org.apache.kafka.common.KafkaException if the queue cannot be read; the caller must then close it
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
        // A message may have been prefetched while the previous one was processed. If its lock has expired since,
        // another trainer has it. Only a renewal can tell.
        return renew() ? Optional.of(held) : Optional.empty();
    }

    /**
     * Whether the held message may have been delivered before without being counted. A broker that crashes forgets
     * unacknowledged deliveries and delivers those messages first after its restart. It can therefore be the first
     * message of a connection, or one that was already there when the queue was found to be empty.
     */
    boolean mayBeForgotten() {
        return forgotten;
    }

    /** Extends the lock by another lock duration; returns false if it is lost for any reason. Never throws. */
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
     * Whether messages can still be taken. After a message was lost they cannot: poll in Kafka's consumer (4.2.1) then
     * waits for a failed renewal in an endless busy loop. Observed after a restart of the broker.
     */
    boolean isUsable() {
        return usable;
    }

    /**
     * Acknowledges the held message. Returns false if the broker did not accept that; it will then deliver the message
     * again. Never throws.
     */
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
        // A new partition leader does not know of the delivery, so the next message must be the first of a new
        // connection.
        usable = false;
        return false;
    }

    /** Leaves the queue; a held message becomes available to other trainers immediately. */
    @Override
    public void close() {
        queue.close();
    }

    /** A renewed message is returned by poll before it can be acknowledged again; it is not new work. */
    private boolean takenBack() {
        long deadline = System.nanoTime() + lock.toNanos();
        boolean back = false;
        do {
            for (ConsumerRecord<String, byte[]> message : queue.poll(RELEASE_POLL_TIMEOUT)) {
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
