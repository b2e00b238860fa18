package dev.lossline.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the log and waits until the broker has it. Thread-safe. */
public final class EventPublisher implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;

    /**
     * A publisher that gives up after a while.
     *
     * @param broker settings of the connection, by Kafka's names
     * @param patience how long a broker may be away before {@link #send} fails
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
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Publishes events of one topic; returns once the broker has all of them.
     *
     * @throws KafkaException where the broker refuses one or is away for longer than the patience
     */
    public void publish(Topic topic, Collection<? extends Event> events) throws InterruptedException {
        send(events.stream()
                .map(event -> new ProducerRecord<>(topic.name(), event.key(), EventJson.write(event)))
                .toList());
    }

    /**
     * Sends messages; returns once the broker has all of them.
     *
     * @throws KafkaException where the broker refuses one or is away for longer than the patience
     */
    public void send(Collection<ProducerRecord<String, byte[]>> messages) throws InterruptedException {
        List<Future<?>> acknowledgements = new ArrayList<>();
        for (ProducerRecord<String, byte[]> message : messages) {
            acknowledgements.add(producer.send(message));
        }
        try {
            for (Future<?> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the broker did not take a message: " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
