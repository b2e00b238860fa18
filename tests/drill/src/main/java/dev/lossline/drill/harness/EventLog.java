package dev.lossline.drill.harness;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics of a stack from the beginning to the current end. */
public final class EventLog {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String brokers;

    /** @param brokers the value of {@code bootstrap.servers} */
    EventLog(String brokers) {
        this.brokers = brokers;
    }

    /** The events of a topic, in order for each key. */
    public <E extends Event> List<E> events(Topic topic, Class<E> type) {
        List<E> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : messages(topic)) {
            try {
                events.add(EventJson.read(message.value(), type));
            } catch (UnreadableEventException e) {
                throw new IllegalStateException(
                        "unreadable at %d of %s: %s".formatted(message.offset(), topic.name(), e.getMessage()), e);
            }
        }
        return events;
    }

    /** The events of an experiment after its requests, as serialized. */
    public List<String> textsOf(UUID experiment) {
        return Stream.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS)
                .flatMap(topic -> messages(topic).stream())
                .filter(message -> message.key().startsWith(experiment.toString()))
                .map(message -> new String(message.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The current end offset of each partition of the topics. */
    public Map<TopicPartition, Long> ends(List<Topic> topics) {
        try (Consumer<String, byte[]> reader = reader()) {
            return reader.endOffsets(topics.stream()
                    .flatMap(topic -> reader.partitionsFor(topic.name()).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
        }
    }

    public List<ConsumerRecord<String, byte[]>> messages(Topic topic) {
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        try (Consumer<String, byte[]> reader = reader()) {
            List<TopicPartition> partitions = reader.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(POLL).forEach(messages::add);
            }
        }
        return messages;
    }

    /** Whether all replicas of every partition of the topics are in sync. */
    public boolean isInSync(List<Topic> topics) {
        try (Consumer<String, byte[]> reader = reader()) {
            return topics.stream()
                    .flatMap(topic -> reader.partitionsFor(topic.name()).stream())
                    .allMatch(partition -> partition.inSyncReplicas().length == partition.replicas().length);
        }
    }

    private Consumer<String, byte[]> reader() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
