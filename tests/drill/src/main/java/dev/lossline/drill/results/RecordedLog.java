package dev.lossline.drill.results;

import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.DrillStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The messages of the topics that the recorder reads. */
public final class RecordedLog {
    private final DrillStack stack;

    public RecordedLog(DrillStack stack) {
        this.stack = stack;
    }

    /** All current messages, in order for each partition. */
    public List<ConsumerRecord<String, byte[]>> messages() {
        return ConsumerGroup.RECORDER.topics().stream()
                .flatMap(topic -> stack.log().messages(topic).stream())
                .toList();
    }

    /** The current messages of a topic. */
    public long count(Topic topic) {
        return stack.log().ends(List.of(topic)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Waits until the current log is recorded in the tables. */
    public void awaitRecorded(Duration deadline) throws InterruptedException {
        Map<TopicPartition, Long> ends = stack.log().ends(ConsumerGroup.RECORDER.topics());
        Await.until("the whole log is recorded", deadline, () -> {
            Map<TopicPartition, Long> recorded = recorded();
            return ends.entrySet().stream().allMatch(end -> recorded.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
    }

    private Map<TopicPartition, Long> recorded() {
        Map<TopicPartition, Long> recorded = new HashMap<>();
        try {
            stack.tables()
                    .list(
                            "select topic, partition, next_offset from event_offset",
                            row -> recorded.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)));
        } catch (IllegalStateException e) {
            // The tables are being created.
            return Map.of();
        }
        return recorded;
    }
}
