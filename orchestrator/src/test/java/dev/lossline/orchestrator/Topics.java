package dev.lossline.orchestrator;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import dev.lossline.testing.KafkaResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics. */
public final class Topics {
    private Topics() {}

    /** The events of an experiment on a topic now, partition by partition. */
    public static List<Event> events(Topic topic, UUID experimentId) {
        return messages(topic, experimentId.toString()).stream()
                .map(Topics::event)
                .toList();
    }

    /** The messages on a topic now whose key starts so, partition by partition. */
    public static List<ConsumerRecord<String, byte[]>> messages(Topic topic, String key) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", KafkaResource.bootstrapServers(), "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            for (int number = 0; number < topic.partitions(); number++) {
                TopicPartition partition = new TopicPartition(topic.name(), number);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                        if (String.valueOf(message.key()).startsWith(key)) {
                            found.add(message);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static Event event(ConsumerRecord<String, byte[]> message) {
        try {
            return EventJson.read(message.value(), Event.class);
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }
}
