package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.EvaluatorConfig;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Models;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.evaluator.database.Database;
import dev.lossline.evaluator.deadletters.DeadLetterPositions;
import dev.lossline.evaluator.deadletters.DeadLetters;
import dev.lossline.evaluator.deadletters.UnrecordableMessage;
import dev.lossline.specification.TrialId;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two recorders share a partition temporarily, because the first has not noticed its reassignment. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class SeveralRecordersIT {
    /** A partition that the real log lacks, so the application's recorder ignores it. */
    private static final AtomicInteger NO_PARTITION = new AtomicInteger(5_000);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Database database;

    @Inject
    Tables tables;

    @Inject
    OffsetTable offsets;

    @Inject
    EvaluatorConfig config;

    @Inject
    RecordingMetrics metrics;

    @Inject
    DeadLetters letters;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private final UUID experimentId = Generators.timeBasedEpochGenerator().generate();
    private final SampleExperiment sample = new SampleExperiment(experimentId);
    private final TrialId trial = sample.completed;
    private final TopicPartition partition =
            new TopicPartition(Topic.CHECKPOINTS.name(), NO_PARTITION.incrementAndGet());
    private final Log log = new Log(KafkaResource.bootstrapServers());
    private Results results;

    @BeforeEach
    void open() {
        results = new Results(dataSource, experimentId);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aRecorderThatLostItsPartitionDoesNotPutAnOlderModelInThePlaceOfANewerOne() throws Exception {
        Recorder frozen = recorder();
        Recorder successor = recorder();
        successor.record(Batch.of(List.of(model(0, 1, 0.5f), model(1, 2, 0.25f))));
        frozen.record(Batch.of(List.of(model(0, 1, 0.5f))));
        assertThat(results.rows("select attempt::text from model where trial_id like ?::text || '.%'"))
                .containsExactly("2");
        assertThat(nextOffset()).containsExactly("2");
    }

    @Test
    void recordsABatchReadBeforeAReassignmentUnlessAlreadyRecorded() throws Exception {
        Recorder frozen = recorder();
        recorder().record(Batch.of(List.of(model(0, 1, 0.5f))));
        frozen.record(Batch.of(List.of(model(0, 1, 0.5f), model(1, 2, 0.25f))));
        assertThat(results.rows("select attempt::text from model where trial_id like ?::text || '.%'"))
                .containsExactly("2");
    }

    @Test
    void recordsOnlyUnrecordedMessagesOfABatchFromBeforeAReassignment() throws Exception {
        PartitionFencing fencing = new PartitionFencing(offsets);
        fencing.begins(partition, 0);
        long generation = fencing.generation();
        Batch before = Batch.of(List.of(model(1, 2, 0.25f), model(2, 3, 0.125f)));
        recorder().record(Batch.of(List.of(model(0, 1, 0.5f), model(1, 2, 0.25f))));
        fencing.begins(partition, 2);
        List<Batch.Content> counts = database.inTransaction(connection -> fencing.lock(connection, before, generation));
        assertThat(counts).containsExactly(before.entries().getLast().content());
        List<Batch.Content> readSince =
                database.inTransaction(connection -> fencing.lock(connection, before, fencing.generation()));
        assertThat(readSince).as("as of a log that was made anew").hasSize(2);
    }

    @Test
    void doesNotRecordIntoTablesThatLackEarlierMessages() throws Exception {
        Recorder recorder = recorder();
        recorder.record(Batch.of(List.of(model(0, 1, 0.5f))));
        results.rows("delete from event_offset where partition = " + partition.partition()
                + " and ?::uuid is not null returning 1");
        results.forget();

        assertThatThrownBy(() -> recorder.record(Batch.of(List.of(model(1, 2, 0.25f)))))
                .isInstanceOf(PartitionFencing.TablesBehindException.class)
                .hasMessageContaining("up to 0, and had it up to 1");
        assertThat(results.rows("select attempt::text from model where trial_id like ?::text || '.%'"))
                .isEmpty();
        assertThat(nextOffset()).isEmpty();

        recorder().record(Batch.of(List.of(model(0, 1, 0.5f), model(1, 2, 0.25f))));
        assertThat(nextOffset()).containsExactly("2");
    }

    @Test
    void recordsARecreatedLogWhoseOffsetsStartAgain() throws Exception {
        recorder().record(Batch.of(List.of(model(7, 1, 0.5f))));
        Recorder afterAStart = recorder();
        afterAStart.record(Batch.of(List.of(model(0, 2, 0.25f))));
        afterAStart.record(Batch.of(List.of(model(1, 3, 0.125f))));
        assertThat(results.rows("select attempt::text from model where trial_id like ?::text || '.%'"))
                .containsExactly("3");
    }

    @Test
    void doesNotRepeatADeadLetterOfThePreviousRecorder() throws Exception {
        DeadLetterPositions mine = new DeadLetterPositions(broker, config);
        UnrecordableMessage first = refusal(0);
        UnrecordableMessage second = refusal(1);
        letters.sendOnce(List.of(first));
        assertThat(mine.contains(first)).isTrue();
        letters.sendOnce(List.of(second));
        new RecordedPositions(database, offsets, new PartitionFencing(offsets), mine)
                .onPartitionsAssigned(new MockConsumer<>("earliest"), List.of());
        assertThat(mine.contains(second)).isTrue();
    }

    private Recorder recorder() throws InterruptedException {
        PartitionFencing fencing = new PartitionFencing(offsets);
        fencing.begins(partition, database.inTransaction(offsets::read).getOrDefault(partition, 0L));
        return new Recorder(database, tables, fencing, letters, metrics);
    }

    private List<String> nextOffset() throws Exception {
        return results.rows("select next_offset::text from event_offset where partition = " + partition.partition()
                + " and ?::uuid is not null");
    }

    private ConsumerRecord<String, byte[]> model(long offset, int attempt, float weight) {
        byte[] file = Models.file(trial, attempt, weight);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                file.length,
                CheckpointKey.ofModel(trial),
                file,
                new RecordHeaders(new CheckpointHeaders(3, attempt, true).toHeaders()),
                Optional.empty());
    }

    private UnrecordableMessage refusal(long offset) {
        return new UnrecordableMessage(
                new ConsumerRecord<>(
                        Topic.TRAINING.name(),
                        partition.partition(),
                        offset,
                        trial.toString(),
                        "no event".getBytes(StandardCharsets.UTF_8)),
                "no event");
    }
}
