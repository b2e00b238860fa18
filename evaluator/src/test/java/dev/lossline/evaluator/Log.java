package dev.lossline.evaluator;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The other services' side of the log. */
public final class Log implements AutoCloseable {
    private static final AtomicInteger NO_PARTITION = new AtomicInteger(1_000);

    private final Map<String, Object> broker;
    private final EventPublisher publisher;

    public Log(String bootstrapServers) {
        broker = Map.of("bootstrap.servers", bootstrapServers);
        publisher = new EventPublisher(broker, Duration.ofSeconds(20));
    }

    public void publish(Event... events) throws InterruptedException {
        for (Event event : events) {
            publisher.publish(Topic.of(event), List.of(event));
        }
    }

    public void send(ProducerRecord<String, byte[]> message) throws InterruptedException {
        publisher.send(List.of(message));
    }

    /** To one partition, whatever the key: there the order is kept. */
    public void publishCheckpoint(String key, byte[] model, CheckpointHeaders headers) throws InterruptedException {
        send(new ProducerRecord<>(Topic.CHECKPOINTS.name(), 0, key, model, headers.toHeaders()));
    }

    /** Events as the recorder gets them. */
    public static List<ConsumerRecord<String, byte[]>> messages(List<Event> events) {
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        // A partition that the real log lacks, so its offsets do not change.
        int partition = NO_PARTITION.incrementAndGet();
        for (Event event : events) {
            messages.add(new ConsumerRecord<>(
                    Topic.of(event).name(), partition, messages.size(), event.key(), EventJson.write(event)));
        }
        return messages;
    }

    /** Waits for the dead letter with the key and returns its reason. */
    public Optional<String> deadLetterReason(String key) {
        return deadLetterReasons(key).stream().findFirst();
    }

    /** All messages of the topics now, each partition in its order. */
    public List<ConsumerRecord<String, byte[]>> read(List<Topic> topics) {
        List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topics));
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(messages::add);
            }
        }
        return messages;
    }

    /** The current end offset of each partition of the topics. */
    public Map<TopicPartition, Long> ends(List<Topic> topics) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(topics));
        }
    }

    /** The reasons in the dead letters of that key now. */
    public List<String> deadLetterReasons(String key) {
        return read(List.of(Topic.DEAD_LETTERS)).stream()
                .filter(letter -> key.equals(letter.key()))
                .map(letter -> DeadLetter.text(letter.headers(), DeadLetter.REASON))
                .toList();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(List<Topic> topics) {
        return topics.stream()
                .flatMap(topic ->
                        IntStream.range(0, topic.partitions()).mapToObj(n -> new TopicPartition(topic.name(), n)))
                .toList();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
