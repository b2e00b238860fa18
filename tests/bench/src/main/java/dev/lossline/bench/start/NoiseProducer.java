package dev.lossline.bench.start;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Keeps a broker busy by publishing to a separate topic until it is closed. */
final class NoiseProducer implements AutoCloseable {
    /** The broker is never idle at this rate, but does not use a whole core. */
    static final int MESSAGES_PER_SECOND = 5_000;

    /** Larger than most events. */
    static final int MESSAGE_BYTES = 500;

    private static final int MESSAGES_PER_TICK = 5;
    private static final String TOPIC = "bench.noise";
    private static final long TICK_NANOS = 1_000_000_000L / MESSAGES_PER_SECOND * MESSAGES_PER_TICK;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread sender;
    private volatile boolean closed;

    private NoiseProducer(String brokers) {
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        sender = Thread.ofPlatform().daemon().name("noise-producer").start(this::send);
    }

    /** Creates the topic. It keeps messages for a minute, in small segments. */
    static void createTopic(String brokers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(4), Optional.empty())
                            .configs(Map.of("retention.ms", "60000", "segment.bytes", "16777216"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create the topic " + TOPIC, e.getCause());
        }
    }

    static NoiseProducer start(String brokers) {
        return new NoiseProducer(brokers);
    }

    @Override
    public void close() {
        closed = true;
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    private void send() {
        byte[] message = new byte[MESSAGE_BYTES];
        long next = System.nanoTime();
        while (!closed) {
            for (int i = 0; i < MESSAGES_PER_TICK; i++) {
                var unused = producer.send(new ProducerRecord<>(TOPIC, message));
            }
            next += TICK_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}
