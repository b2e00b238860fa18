package dev.lossline.trainer.queue;

import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A slot's membership in the trainers' share group. Every call may throw a
 * {@link org.apache.kafka.common.KafkaException}. Tests substitute a queue that they control.
 */
interface ShareQueue extends AutoCloseable {

    /** Returns delivered messages; all messages delivered before must have been acknowledged. */
    Iterable<ConsumerRecord<String, byte[]>> poll(Duration patience);

    /** Records the acknowledgement of a message for the next {@link #commit}. */
    void acknowledge(ConsumerRecord<String, byte[]> message, AcknowledgeType type);

    /** Sends the recorded acknowledgements; returns true only if the broker has accepted all of them. */
    boolean commit(Duration patience);

    /** Leaves the group; messages still held are delivered to other members. */
    @Override
    void close();
}
