package dev.lossline.orchestrator.streams;

import dev.lossline.orchestrator.kafka.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest records of some partitions, up to a total size, in the order in which they were read. Readers consume them
 * at their own pace; for a reader that is too slow, the next records are gone.
 */
final class RecentRecords {
    /** The estimated size of a record besides its value: key, headers and objects. */
    private static final long OVERHEAD_BYTES = 400L;

    private static final int MAX_PAGE_SIZE = 500;

    private final long maxBytes;

    /** The first {@link #gone} records are already dropped; they are removed in bulk once they are half of the list. */
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private int gone;

    /** The sequence number of the first record that is still available. */
    private long first;

    private long bytes;

    RecentRecords(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Consecutive records.
     *
     * @param next the sequence number of the record that follows them
     */
    record Page(List<ConsumerRecord<String, byte[]>> records, long next) {}

    /** Sets the start offset of each partition. */
    synchronized void begin(Map<TopicPartition, Long> offsets) {
        begins.putAll(offsets);
        ends.putAll(offsets);
    }

    synchronized void add(Iterable<ConsumerRecord<String, byte[]>> added) {
        for (ConsumerRecord<String, byte[]> each : added) {
            records.add(each);
            ends.put(new TopicPartition(each.topic(), each.partition()), each.offset() + 1);
            bytes += size(each);
        }
        while (bytes > maxBytes && records.size() - gone > 1) {
            drop();
        }
        if (gone > records.size() / 2) {
            records.subList(0, gone).clear();
            gone = 0;
        }
        notifyAll();
    }

    /**
     * The sequence number from which a reader at the given position gets all records that it lacks; empty if some of
     * them are gone, or if the position is ahead of the records.
     */
    synchronized OptionalLong join(StreamPosition position) {
        return !begins.isEmpty() && position.isBetween(begins, ends) ? OptionalLong.of(first) : OptionalLong.empty();
    }

    /**
     * The records from a sequence number on. Waits for the first of them; the page may be empty after a timeout.
     *
     * @return empty if the records are gone
     */
    synchronized Optional<Page> read(long from, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (from >= first + records.size() - gone) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        if (from < first) {
            return Optional.empty();
        }
        int begin = gone + (int) (from - first);
        int end = Math.min(records.size(), begin + MAX_PAGE_SIZE);
        return Optional.of(new Page(List.copyOf(records.subList(begin, end)), from + end - begin));
    }

    private void drop() {
        ConsumerRecord<String, byte[]> oldest = records.set(gone, null);
        gone++;
        first++;
        bytes -= size(oldest);
        begins.put(new TopicPartition(oldest.topic(), oldest.partition()), oldest.offset() + 1);
    }

    private static long size(ConsumerRecord<String, byte[]> each) {
        return OVERHEAD_BYTES + Math.max(0, each.serializedValueSize());
    }
}
