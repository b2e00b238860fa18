package dev.lossline.orchestrator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.kafka.StreamPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecentRecordsTest {
    private static final Topic TOPIC = Topic.EXPERIMENTS;
    private static final Duration NONE = Duration.ofMillis(1);

    /** Of a few records. */
    private final RecentRecords records = new RecentRecords(2_000);

    @Test
    void readersJoinOnlyAfterTheStartPositionIsKnown() {
        assertThat(records.join(at(5))).isEmpty();
        begin(5);
        assertThat(records.join(at(5))).hasValue(0);
    }

    @Test
    void aReaderGetsAddedRecordsInOrder() throws Exception {
        begin(5);
        add(5, 7);
        RecentRecords.Page page = records.read(0, NONE).orElseThrow();
        assertThat(page.records()).extracting(ConsumerRecord::offset).containsExactly(5L, 6L);
        assertThat(page.next()).isEqualTo(2);
        assertThat(records.read(2, NONE).orElseThrow().records()).isEmpty();
        add(7, 8);
        assertThat(records.read(2, NONE).orElseThrow().records())
                .extracting(ConsumerRecord::offset)
                .containsExactly(7L);
    }

    @Test
    void aReaderThatIsTooFarBehindDoesNotJoin() {
        begin(5);
        add(5, 8);
        assertThat(records.join(at(4))).isEmpty();
        assertThat(records.join(at(5))).hasValue(0);
        assertThat(records.join(at(8))).hasValue(0);
        // Such a position is from another log, or a moment ahead.
        assertThat(records.join(at(9))).isEmpty();
    }

    @Test
    void isBoundedAndReportsRemovedRecords() throws Exception {
        begin(0);
        for (int i = 0; i < 1_000; i++) {
            add(i, i + 1);
        }
        assertThat(records.read(0, NONE)).isEmpty();
        assertThat(records.join(at(0))).isEmpty();
        long first = records.join(at(1_000)).orElseThrow();
        assertThat(first).isBetween(994L, 998L);
        assertThat(records.read(first, NONE).orElseThrow().records())
                .extracting(ConsumerRecord::offset)
                .containsExactlyElementsOf(IntStream.range((int) first, 1_000)
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(records.join(at(first))).hasValue(first);
        assertThat(records.join(at(first - 1))).isEmpty();
    }

    @Test
    void aWaitingReaderIsWoken() throws Exception {
        begin(0);
        Thread writer = Thread.ofVirtual().start(() -> add(0, 1));
        RecentRecords.Page page = records.read(0, Duration.ofSeconds(20)).orElseThrow();
        assertThat(page.records()).hasSize(1);
        writer.join();
    }

    private void begin(long offset) {
        records.begin(Map.of(partition(), offset));
    }

    private void add(int from, int to) {
        records.add(IntStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<>(TOPIC.name(), 0, offset, "key", new byte[10]))
                .toList());
    }

    private static StreamPosition at(long offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.put(partition(), offset);
        return StreamPosition.at(List.of(TOPIC), offsets);
    }

    private static TopicPartition partition() {
        return new TopicPartition(TOPIC.name(), 0);
    }
}
