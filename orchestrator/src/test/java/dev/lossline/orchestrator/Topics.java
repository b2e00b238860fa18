package dev.lossline.orchestrator;

import dev.lossline.contract.Event;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
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

/** What is on the log. */
final class Topics {
    private Topics() {}

    /** The events of an experiment on a topic now, partition by partition. */
    static List<Event> events(Topic topic, UUID experimentId) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", KafkaResource.bootstrapServers(), "auto.offset.reset", "earliest");
        List<Event> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            for (int number = 0; number < topic.partitions(); number++) {
                TopicPartition partition = new TopicPartition(topic.name(), number);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    consumer.poll(Duration.ofMillis(200)).forEach(message -> addEvent(message, experimentId, events));
                }
            }
        }
        return events;
    }

    private static void addEvent(ConsumerRecord<String, byte[]> message, UUID experimentId, List<Event> events) {
        if (message.key() != null && message.key().startsWith(experimentId.toString())) {
            try {
                events.add(EventJson.read(message.value(), Event.class));
            } catch (UnreadableEventException e) {
                throw new AssertionError(e);
            }
        }
    }
}
