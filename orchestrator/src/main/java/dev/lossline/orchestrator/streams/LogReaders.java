package dev.lossline.orchestrator.streams;

import dev.lossline.orchestrator.kafka.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A few consumers that event streams share to read records older than the {@link LogTail}. Each is borrowed for a
 * single poll, so a slow client does not hold one.
 */
final class LogReaders implements AutoCloseable {
    private static final int MAX_READERS = 4;
    private static final Duration POLL = Duration.ofMillis(250);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Semaphore places = new Semaphore(MAX_READERS, true);
    private final Deque<Consumer<String, byte[]>> idle = new ConcurrentLinkedDeque<>();

    LogReaders(Supplier<Consumer<String, byte[]>> consumers) {
        this.consumers = consumers;
    }

    /**
     * The result of a poll.
     *
     * @param reached the consumer's position after these records
     */
    record Found(List<ConsumerRecord<String, byte[]>> records, Map<TopicPartition, Long> reached) {}

    /**
     * The next records after a position.
     *
     * @param sinceMillis the start time for partitions that are not part of the position
     * @param wait the maximum time to wait for a consumer
     * @return empty if all consumers are in use for that long
     */
    Optional<Found> next(StreamPosition position, long sinceMillis, Duration wait) throws InterruptedException {
        if (!places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        try {
            Consumer<String, byte[]> known = idle.poll();
            Consumer<String, byte[]> consumer = known == null ? consumers.get() : known;
            try {
                Found found = read(consumer, position, sinceMillis);
                idle.push(consumer);
                return Optional.of(found);
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        for (Consumer<String, byte[]> each = idle.poll(); each != null; each = idle.poll()) {
            each.close();
        }
    }

    private static Found read(Consumer<String, byte[]> consumer, StreamPosition position, long sinceMillis) {
        position.seek(consumer, sinceMillis);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        consumer.poll(POLL).forEach(records::add);
        return new Found(
                records,
                consumer.assignment().stream().collect(Collectors.toMap(Function.identity(), consumer::position)));
    }
}
