package dev.lossline.contract.topic;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the log and waits for the broker's acknowledgement. Thread-safe. */
public final class EventPublisher implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /**
     * Kafka's default of 32 MiB would reject a dead letter that contains a checkpoint. Memory is allocated on demand.
     */
    private static final long BUFFER_BYTES = Topic.MAX_MESSAGE_BYTES + (4L << 20);

    private final KafkaProducer<String, byte[]> producer;
    private final LongAdder sent = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * Creates a publisher with a timeout.
     *
     * @param broker connection settings, by Kafka's names
     * @param patience how long the broker may be unavailable before {@link #send} fails
     */
    public EventPublisher(Map<String, Object> broker, Duration patience) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        settings.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(
                        Math.min(patience.toMillis(), Duration.ofSeconds(30).toMillis())));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, TrialPartitioner.class);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Publishes events to a topic; returns after the broker has acknowledged all of them.
     *
     * @throws KafkaException if the broker rejects one or is unavailable for longer than the patience
     */
    public void publish(Topic topic, Collection<? extends Event> events) throws InterruptedException {
        send(events.stream()
                .map(event -> new ProducerRecord<>(topic.name(), event.key(), EventJson.write(event)))
                .toList());
    }

    /**
     * Sends messages; returns after the broker has acknowledged all of them.
     *
     * @return the position of each
     * @throws KafkaException if the broker rejects one or is unavailable for longer than the patience
     */
    public List<RecordMetadata> send(Collection<ProducerRecord<String, byte[]>> messages) throws InterruptedException {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (ProducerRecord<String, byte[]> message : messages) {
            acknowledgements.add(producer.send(message, (metadata, failure) -> ended(failure)));
            sent.increment();
        }
        List<RecordMetadata> places = new ArrayList<>();
        try {
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                places.add(acknowledgement.get());
            }
            return places;
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the broker rejected a message: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** The number of messages that the broker has acknowledged. */
    public long published() {
        return published.sum();
    }

    /** The number of messages that could not be sent. */
    public long failed() {
        return failed.sum();
    }

    /** The number of messages that are waiting to be sent or acknowledged. */
    public long unacknowledged() {
        return sent.sum() - published.sum() - failed.sum();
    }

    private void ended(Exception failure) {
        (failure == null ? published : failed).increment();
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
