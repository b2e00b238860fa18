package dev.lossline.trainer;

import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A member of the trainers' share group, as a slot uses it. Every call may throw a
 * {@link org.apache.kafka.common.KafkaException}. This is the seam at which tests put a queue that they control.
 */
interface ShareQueue extends AutoCloseable {

    /** Messages that are delivered now; every message delivered before must have been acknowledged. */
    Iterable<ConsumerRecord<String, byte[]>> poll(Duration patience);

    /** Notes what becomes of a delivered message, for the next {@link #commit}. */
    void acknowledge(ConsumerRecord<String, byte[]> message, AcknowledgeType type);

    /** Sends what was noted; false unless the broker has accepted all of it. */
    boolean commit(Duration patience);

    /** Leaves the group; messages that are still held go to another member. */
    @Override
    void close();
}
