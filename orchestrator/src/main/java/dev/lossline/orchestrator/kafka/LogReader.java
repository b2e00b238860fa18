package dev.lossline.orchestrator.kafka;

import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.orchestrator.problem.ProblemException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads parts of the log, outside any consumer group. */
@ApplicationScoped
public class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);
    private static final int ANSWER_SECONDS = 5;
    private static final int FETCH_BYTES = 4 << 20;

    /** Limits memory: each read holds the data that it has fetched. */
    private static final int CONCURRENT_READS = 4;

    private final Map<String, Object> broker;
    private final Admin admin;
    private final Semaphore places = new Semaphore(CONCURRENT_READS, true);

    LogReader(@Identifier("default-kafka-broker") Map<String, Object> broker, Admin admin) {
        this.broker = broker;
        this.admin = admin;
    }

    /**
     * A range of offsets in a partition.
     *
     * @param end the first offset that is not read
     */
    public record Range(long begin, long end) {
        boolean isEmpty() {
            return begin >= end;
        }
    }

    /** Processes one message. */
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecord<String, byte[]> message) throws InterruptedException;
    }

    /** Creates a consumer that starts at the first message of each assigned partition. */
    public Consumer<String, byte[]> open() {
        return open(FETCH_BYTES);
    }

    /**
     * Like {@link #open()}.
     *
     * @param fetchBytes the maximum size of a fetch, which limits what the consumer holds
     */
    public Consumer<String, byte[]> open(int fetchBytes) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The current end offsets of partitions.
     *
     * @throws KafkaException if the broker does not answer
     */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) throws InterruptedException {
        try {
            return admin
                    .listOffsets(partitions.stream()
                            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot read the end offsets of its partitions", e);
        }
    }

    /**
     * The committed offset of a consumer group; 0 if there is none.
     *
     * @throws KafkaException if the broker does not answer
     */
    public long committed(ConsumerGroup group, TopicPartition partition) throws InterruptedException {
        try {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group.id())
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .get(partition);
            return committed == null ? 0 : committed.offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot read the offsets of " + group.id(), e);
        }
    }

    /**
     * Passes the messages of each range that still exist to the handler, in partition order.
     *
     * @throws ProblemException 503 on timeout
     * @throws KafkaException if the broker does not answer
     */
    public void read(Map<TopicPartition, Range> ranges, Handler each) throws InterruptedException {
        Map<TopicPartition, Range> open = new HashMap<>(ranges);
        open.values().removeIf(Range::isEmpty);
        if (open.isEmpty()) {
            return;
        }
        long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
        if (!places.tryAcquire(READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw ProblemException.busy("Too many requests are reading the log. Try again in a moment.");
        }
        try (Consumer<String, byte[]> consumer = open()) {
            consumer.assign(open.keySet());
            open.forEach((partition, range) -> consumer.seek(partition, range.begin()));
            while (!open.isEmpty()) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    Range range = ranges.get(new TopicPartition(message.topic(), message.partition()));
                    if (message.offset() < range.end()) {
                        each.handle(message);
                    }
                }
                if (open.entrySet()
                        .removeIf(part -> consumer.position(part.getKey())
                                >= part.getValue().end())) {
                    consumer.pause(consumer.assignment().stream()
                            .filter(partition -> !open.containsKey(partition))
                            .toList());
                }
                if (System.nanoTime() > deadline && !open.isEmpty()) {
                    throw ProblemException.unavailable(
                            "The results are too far behind the log to read the rest of it in time."
                                    + " Try again later; see /api/recording.",
                            null);
                }
            }
        } finally {
            places.release();
        }
    }
}
