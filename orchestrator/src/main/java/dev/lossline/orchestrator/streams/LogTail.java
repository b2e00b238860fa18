package dev.lossline.orchestrator.streams;

import dev.lossline.contract.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/** The end of the log as it grows. One consumer, started with the first event stream, reads it for all streams. */
final class LogTail implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LogTail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /**
     * A few minutes of data on a busy stack. A stream that falls further behind reads the log itself until it has
     * caught up.
     */
    private static final long MAX_BYTES = 16L << 20;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final List<TopicPartition> partitions;
    private final RecentRecords recent = new RecentRecords(MAX_BYTES);
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private Thread thread;

    LogTail(List<Topic> topics, Supplier<Consumer<String, byte[]>> consumers) {
        this.consumers = consumers;
        this.partitions = topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList();
    }

    /** The most recent records; empty until the reader has found the end of the log. */
    synchronized RecentRecords records() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("log-tail").start(this::run);
        }
        return recent;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                seek(consumer);
                while (!Thread.currentThread().isInterrupted()) {
                    take(consumer.poll(POLL));
                }
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.warnf("The end of the log cannot be read: %s. Trying again.", e.getMessage());
                pause();
            }
        }
    }

    /** Seeks to the end of the log at first, and to the last position after a failure. */
    private void seek(Consumer<String, byte[]> consumer) {
        consumer.assign(partitions);
        if (next.isEmpty()) {
            next.putAll(consumer.endOffsets(partitions));
            recent.begin(partitions.stream().collect(Collectors.toMap(Function.identity(), next::get)));
        }
        next.forEach(consumer::seek);
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        records.forEach(each -> next.put(new TopicPartition(each.topic(), each.partition()), each.offset() + 1));
        if (!records.isEmpty()) {
            recent.add(records);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_DELAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
