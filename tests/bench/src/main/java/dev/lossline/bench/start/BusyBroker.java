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

/** A producer that keeps a broker busy on a topic of its own, until it is closed. */
final class BusyBroker implements AutoCloseable {
    /** A message that is large for an event, so often that the broker is never idle, and does not take a whole core. */
    static final int MESSAGES_PER_SECOND = 5_000;

    static final int MESSAGE_BYTES = 500;

    private static final int MESSAGES_A_TICK = 5;
    private static final String TOPIC = "bench.noise";
    private static final long TICK_NANOS = 1_000_000_000L / MESSAGES_PER_SECOND * MESSAGES_A_TICK;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread sender;
    private volatile boolean closed;

    private BusyBroker(String brokers) {
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        sender = Thread.ofPlatform().daemon().name("busy-broker").start(this::send);
    }

    /** Makes the topic that is published to; kept for a minute, in small segments. */
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

    static BusyBroker start(String brokers) {
        return new BusyBroker(brokers);
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
            for (int i = 0; i < MESSAGES_A_TICK; i++) {
                var unused = producer.send(new ProducerRecord<>(TOPIC, message));
            }
            next += TICK_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}
