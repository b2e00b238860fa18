package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.specification.TrialId;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that cannot be recorded is a dead letter and delays no other message. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class RecordingRefusalsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    private final UUID experimentId = Generators.timeBasedEpochGenerator().generate();
    private final SampleExperiment sample = new SampleExperiment(experimentId);
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
    void anUnreadableMessageIsADeadLetterAndTheNextIsRecorded() throws Exception {
        String key = experimentId + ".garbage";
        for (Topic topic : List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS, Topic.CHECKPOINTS)) {
            log.send(new ProducerRecord<>(
                    topic.name(), key + topic.name(), "{\"type\": \"Garb".getBytes(StandardCharsets.UTF_8)));
        }
        log.publish(sample.events().toArray(Event[]::new));

        awaitState("failed");
        awaitEverythingRecorded();
        for (Topic topic : List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS)) {
            assertThat(log.deadLetterReasons(key + topic.name()))
                    .singleElement()
                    .asString()
                    .contains("end-of-input");
        }
        assertThat(log.deadLetterReasons(key + Topic.CHECKPOINTS.name())).containsExactly("header epoch is missing");
    }

    @Test
    void aRowThatTheDatabaseRejectsIsADeadLetterAndTheRestIsRecorded() throws Exception {
        TrialId refused = new TrialId(experimentId, 9);
        List<Event> events = new ArrayList<>(sample.events());
        events.add(3, new TrialFailed(refused, 1, Instant.now(), FailureKind.ERROR, "a text with a zero: \u0000"));
        recorder.record(Batch.of(Log.messages(events)));

        assertThat(rows("select state from experiment_summary where experiment_id = ?"))
                .containsExactly("failed");
        assertThat(log.deadLetterReason(refused.toString()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("the database rejects it"));
    }

    @Test
    void anUnexpandableExperimentIsADeadLetterAndTheRestIsRecorded() throws Exception {
        UUID broken = Generators.timeBasedEpochGenerator().generate();
        byte[] json = new String(
                        EventJson.write(
                                new ExperimentSubmitted(broken, Instant.now(), SampleExperiment.specification())),
                        StandardCharsets.UTF_8)
                .replace("[0.1,1000]", "[0.1,-1]")
                .getBytes(StandardCharsets.UTF_8);
        List<ConsumerRecord<String, byte[]>> messages = Log.messages(sample.events());
        messages.add(2, new ConsumerRecord<>(Topic.EXPERIMENTS.name(), 2_000, 0, broken.toString(), json));
        recorder.record(Batch.of(messages));

        assertThat(rows("select state from experiment_summary where experiment_id = ?"))
                .containsExactly("failed");
        assertThat(log.deadLetterReason(broken.toString()))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("its trials cannot be made", "greater than 0"));
    }

    private List<String> rows(String sql) throws Exception {
        return results.rows(sql);
    }

    private void awaitState(String state) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(rows("select state from experiment_summary where experiment_id = ?"))
                        .containsExactly(state));
    }

    private void awaitEverythingRecorded() {
        results.awaitRecorded(log.ends(ConsumerGroup.RECORDER.topics()), DEADLINE);
    }
}
