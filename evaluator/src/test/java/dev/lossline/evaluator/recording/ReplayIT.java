package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.TroubledExperiments;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables follow from the log, however often and in whatever order of keys it is read. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class ReplayIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int ROUNDS = 20;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    private final Log log = new Log(KafkaResource.bootstrapServers());
    private final TroubledExperiments sample = new TroubledExperiments();
    private final Random random = new Random(7);
    private List<String> recordedLive;
    private List<ConsumerRecord<String, byte[]>> messages;

    @BeforeEach
    void recordLive() throws Exception {
        sample.publish(log);
        results().getFirst().awaitRecorded(log.ends(ConsumerGroup.RECORDER.topics()), DEADLINE);
        recordedLive = dump();
        messages = log.read(ConsumerGroup.RECORDER.topics()).stream()
                .filter(message -> sample.has(message.key()))
                .toList();
        assertThat(recordedLive).hasSizeGreaterThan(30);
        assertThat(messages).hasSizeGreaterThan(30);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void inTheOrderOfPartitions() throws Exception {
        assertThat(replayed(messages)).isEqualTo(recordedLive);
    }

    @Test
    void everyMessageTwiceInARow() throws Exception {
        List<ConsumerRecord<String, byte[]>> twice =
                messages.stream().flatMap(m -> Stream.of(m, m)).toList();
        assertThat(replayed(twice)).isEqualTo(recordedLive);
    }

    @Test
    void theWholeLogTwice() throws Exception {
        List<ConsumerRecord<String, byte[]>> twice = new ArrayList<>(messages);
        twice.addAll(messages);
        assertThat(replayed(twice)).isEqualTo(recordedLive);
    }

    @Test
    void shuffledAcrossKeys() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(replayed(shuffled(messages))).as("round %d", round).isEqualTo(recordedLive);
        }
    }

    @Test
    void shuffledAcrossKeysAndEveryMessageTwice() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<ConsumerRecord<String, byte[]>> twice = new ArrayList<>();
            ofKeys(messages).values().forEach(ofKey -> twice.addAll(redelivered(ofKey)));
            assertThat(replayed(shuffled(twice))).as("round %d", round).isEqualTo(recordedLive);
        }
    }

    /** As a reader sees it that is cut off before it has said how far it is: it goes back, and on from there. */
    private List<ConsumerRecord<String, byte[]>> redelivered(Deque<ConsumerRecord<String, byte[]>> ofKey) {
        List<ConsumerRecord<String, byte[]>> once = new ArrayList<>(ofKey);
        List<ConsumerRecord<String, byte[]>> twice = new ArrayList<>();
        for (int from = 0; from < once.size(); ) {
            int to = from + 1 + random.nextInt(once.size() - from);
            twice.addAll(once.subList(from, to));
            twice.addAll(once.subList(from, to));
            from = to;
        }
        return twice;
    }

    /** Messages of one key of one topic keep their order: all that a log promises. */
    private List<ConsumerRecord<String, byte[]>> shuffled(List<ConsumerRecord<String, byte[]>> ordered) {
        List<Deque<ConsumerRecord<String, byte[]>>> waiting =
                new ArrayList<>(ofKeys(ordered).values());
        List<ConsumerRecord<String, byte[]>> shuffled = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Deque<ConsumerRecord<String, byte[]>> next = waiting.get(random.nextInt(waiting.size()));
            shuffled.add(next.poll());
            waiting.removeIf(Deque::isEmpty);
        }
        return shuffled;
    }

    private static Map<String, Deque<ConsumerRecord<String, byte[]>>> ofKeys(
            List<ConsumerRecord<String, byte[]>> messages) {
        Map<String, Deque<ConsumerRecord<String, byte[]>>> ofKeys = new HashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            ofKeys.computeIfAbsent(message.topic() + message.key(), key -> new ArrayDeque<>())
                    .add(message);
        }
        return ofKeys;
    }

    /** The rows after the tables were emptied and the messages recorded in batches of any size. */
    private List<String> replayed(List<ConsumerRecord<String, byte[]>> again) throws Exception {
        for (Results results : results()) {
            results.forget();
        }
        for (int from = 0; from < again.size(); ) {
            int to = Math.min(again.size(), from + 1 + random.nextInt(20));
            recorder.record(Batch.of(again.subList(from, to)));
            from = to;
        }
        return dump();
    }

    private List<String> dump() throws Exception {
        List<String> dump = new ArrayList<>();
        for (Results results : results()) {
            dump.addAll(results.dump());
        }
        return dump;
    }

    private List<Results> results() {
        Function<java.util.UUID, Results> ofExperiment = id -> new Results(dataSource, id);
        return sample.experiments().stream().map(ofExperiment).toList();
    }
}
