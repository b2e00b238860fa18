package dev.lossline.trainer.checkpoint;

import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TrialPartitioner;
import dev.lossline.specification.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The partition of a topic that contains all messages of a trial. Takes ownership of the consumer. */
final class TrialPartition {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> reader;
    private final TopicPartition partition;

    TrialPartition(Consumer<String, byte[]> reader, Topic topic, TrialId trial) {
        int partitions = reader.partitionsFor(topic.name()).size();
        this.reader = reader;
        this.partition = new TopicPartition(topic.name(), TrialPartitioner.partitionOf(trial, partitions));
        reader.assign(List.of(partition));
    }

    /** The offset after the last message. */
    long end() {
        return reader.endOffsets(List.of(partition)).get(partition);
    }

    /** The offset of the first message since a time; {@code otherwise} if there is none. */
    long firstSince(Instant since, long otherwise) {
        long millis = Math.max(0, since.toEpochMilli());
        var found = reader.offsetsForTimes(Map.of(partition, millis)).get(partition);
        return found == null ? otherwise : found.offset();
    }

    /** Passes every message from {@code from} to before {@code end} to the consumer. */
    void read(long from, long end, java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        reader.seek(partition, from);
        while (reader.position(partition) < end) {
            for (ConsumerRecord<String, byte[]> message : reader.poll(POLL)) {
                if (message.offset() < end) {
                    each.accept(message);
                }
            }
        }
    }

    /** The bytes of the message at an offset; empty if compaction has removed it. */
    Optional<byte[]> value(long offset) {
        reader.seek(partition, offset);
        while (reader.position(partition) == offset) {
            for (ConsumerRecord<String, byte[]> message : reader.poll(POLL)) {
                return message.offset() == offset ? Optional.ofNullable(message.value()) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
