package dev.lossline.evaluator;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.Event;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The other services' side of the log. */
final class Log implements AutoCloseable {
    private final Map<String, Object> broker;
    private final EventPublisher publisher;

    Log(String bootstrapServers) {
        broker = Map.of("bootstrap.servers", bootstrapServers);
        publisher = new EventPublisher(broker, Duration.ofSeconds(20));
    }

    void publish(Event... events) throws InterruptedException {
        for (Event event : events) {
            publisher.publish(topicOf(event), List.of(event));
        }
    }

    void send(ProducerRecord<String, byte[]> message) throws InterruptedException {
        publisher.send(List.of(message));
    }

    /** To one partition, whatever the key: there the order is kept. */
    void publishCheckpoint(String key, byte[] model, CheckpointHeaders headers) throws InterruptedException {
        send(new ProducerRecord<>(Topic.CHECKPOINTS.name(), 0, key, model, headers.toHeaders()));
    }

    /** Events as the recorder gets them. */
    static List<ConsumerRecord<String, byte[]>> messages(List<Event> events) {
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        for (Event event : events) {
            // An offset of 0 leaves the offsets of the real log as they are.
            messages.add(new ConsumerRecord<>(topicOf(event).name(), 0, 0, event.key(), EventJson.write(event)));
        }
        return messages;
    }

    /** The reason in the dead letter of that key, once there is one. */
    Optional<String> deadLetterReason(String key) {
        TopicPartition letters = new TopicPartition(Topic.DEAD_LETTERS.name(), 0);
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            long end = consumer.endOffsets(List.of(letters)).get(letters);
            while (consumer.position(letters) < end) {
                for (ConsumerRecord<String, byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(letter.key())) {
                        return Optional.of(new String(
                                letter.headers()
                                        .lastHeader("dead-letter-reason")
                                        .value(),
                                StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return Optional.empty();
    }

    static Topic topicOf(Event event) {
        return switch (event) {
            case ExperimentEvent experiment -> Topic.EXPERIMENTS;
            case TrialEvent.TrialRequested requested ->
                Topic.trials(requested.trial().device());
            case TrialEvent.TrialEvaluated evaluated -> Topic.EVALUATIONS;
            case TrialEvent trial -> Topic.TRAINING;
        };
    }

    @Override
    public void close() {
        publisher.close();
    }
}
