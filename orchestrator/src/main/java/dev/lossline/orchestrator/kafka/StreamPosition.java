package dev.lossline.orchestrator.kafka;

import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.violation.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The position of an event stream in each partition of its topics. Its text form is the next offsets joined by hyphens.
 */
public final class StreamPosition {
    private static final long UNKNOWN = -1;
    private static final String UNKNOWN_TEXT = "x";

    private final List<TopicPartition> partitions;
    private final long[] next;

    private StreamPosition(List<TopicPartition> partitions, long[] next) {
        this.partitions = partitions;
        this.next = next;
    }

    /** Parses the result of {@link #toString}; null means the beginning. */
    public static StreamPosition parse(List<Topic> topics, String text) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : topics) {
            for (int number = 0; number < topic.partitions(); number++) {
                partitions.add(new TopicPartition(topic.name(), number));
            }
        }
        long[] next = new long[partitions.size()];
        Arrays.fill(next, UNKNOWN);
        if (text != null && !text.isBlank()) {
            String[] parts = text.strip().split("-", -1);
            if (parts.length != next.length || !Arrays.stream(parts).allMatch(part -> part.matches("x|[0-9]{1,18}"))) {
                throw ProblemException.badParameter(
                        new Violation("Last-Event-ID", text, "the id of an event of this stream"));
            }
            Arrays.setAll(next, i -> parts[i].equals(UNKNOWN_TEXT) ? UNKNOWN : Long.parseLong(parts[i]));
        }
        return new StreamPosition(partitions, next);
    }

    /** The position at the given next offsets; other partitions are at the beginning. */
    public static StreamPosition at(List<Topic> topics, Map<TopicPartition, Long> nextOffsets) {
        StreamPosition position = parse(topics, null);
        Arrays.setAll(position.next, i -> nextOffsets.getOrDefault(position.partitions.get(i), UNKNOWN));
        return position;
    }

    /**
     * Assigns the partitions to the consumer and seeks to this position. Partitions without a position start at the
     * first message since a time.
     */
    public void seek(Consumer<?, ?> consumer, long sinceMillis) {
        consumer.assign(partitions);
        // Read before the lookup by time: a message that arrives in between is then not skipped.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        forgetBeyond(ends);
        Map<TopicPartition, OffsetAndTimestamp> offsets = since(consumer, sinceMillis);
        for (int i = 0; i < next.length; i++) {
            TopicPartition partition = partitions.get(i);
            if (next[i] != UNKNOWN) {
                consumer.seek(partition, next[i]);
                continue;
            }
            OffsetAndTimestamp since = offsets.get(partition);
            next[i] = since == null ? ends.get(partition) : since.offset();
            consumer.seek(partition, next[i]);
        }
    }

    private Map<TopicPartition, OffsetAndTimestamp> since(Consumer<?, ?> consumer, long millis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        for (int i = 0; i < next.length; i++) {
            if (next[i] == UNKNOWN) {
                times.put(partitions.get(i), millis);
            }
        }
        return times.isEmpty() ? Map.of() : consumer.offsetsForTimes(times);
    }

    /** Advances past a message; returns false if it was already passed. */
    public boolean pass(ConsumerRecord<?, ?> message) {
        int i = partitions.indexOf(new TopicPartition(message.topic(), message.partition()));
        if (message.offset() < next[i]) {
            return false;
        }
        next[i] = message.offset() + 1;
        return true;
    }

    /** Advances to the position of a consumer that started here, all of whose messages have been passed. */
    public void reach(Map<TopicPartition, Long> positions) {
        Arrays.setAll(next, i -> Math.max(next[i], positions.get(partitions.get(i))));
    }

    /** Whether every partition is at or after its begin offset and at or before its end offset. */
    public boolean isBetween(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        for (int i = 0; i < next.length; i++) {
            TopicPartition partition = partitions.get(i);
            if (next[i] < begins.get(partition) || next[i] > ends.get(partition)) {
                return false;
            }
        }
        return true;
    }

    /** Drops offsets beyond the end of the log: the log was recreated after they were noted. */
    private void forgetBeyond(Map<TopicPartition, Long> ends) {
        Arrays.setAll(next, i -> next[i] > ends.get(partitions.get(i)) ? UNKNOWN : next[i]);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long offset : next) {
            text.append(text.isEmpty() ? "" : "-").append(offset == UNKNOWN ? UNKNOWN_TEXT : offset);
        }
        return text.toString();
    }
}
