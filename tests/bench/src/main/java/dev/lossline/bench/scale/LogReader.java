package dev.lossline.bench.scale;

import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all events of trainers, up to the current end of the log. */
final class LogReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private LogReader() {}

    static History history(String brokers) {
        History history = new History();
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "enable.auto.commit", false, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(Topic.TRAINING.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> message : reader.poll(POLL)) {
                    history.add(event(message));
                }
            }
        }
        return history;
    }

    private static TrialEvent event(ConsumerRecord<String, byte[]> message) {
        try {
            return EventJson.read(message.value(), TrialEvent.class);
        } catch (UnreadableEventException e) {
            throw new IllegalStateException(
                    "unreadable event at offset %d of %s-%d"
                            .formatted(message.offset(), message.topic(), message.partition()),
                    e);
        }
    }
}
