package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Models;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the recorder, independent of how its broker and database run. */
public abstract class RecordingCases {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** SQLSTATEs: PostgreSQL's appendix "Error Codes". */
    private static final String READ_ONLY_TRANSACTION = "25006";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    @Inject
    Flyway flyway;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    public String bootstrapServers;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    public String jdbcUrl;

    private final UUID experimentId = Generators.timeBasedEpochGenerator().generate();
    private final SampleExperiment sample = new SampleExperiment(experimentId);
    private Log log;
    private Results results;

    /** Of the role that Grafana and the orchestrator have. */
    public abstract String readerPassword();

    @BeforeEach
    void open() {
        log = new Log(bootstrapServers);
        results = new Results(dataSource, experimentId);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void theWriterHasMigratedTheSchema() throws Exception {
        assertThat(rows("select current_user, installed_by, success from flyway_schema_history where ? is not null"))
                .isNotEmpty()
                .containsOnly("lossline_writer|lossline_writer|t");
    }

    @Test
    void theReaderReadsAndCannotWrite() throws Exception {
        recorder.record(Batch.of(Log.messages(sample.events())));

        try (Connection reader = DriverManager.getConnection(jdbcUrl, PostgresResource.READER, readerPassword());
                Statement statement = reader.createStatement()) {
            try (ResultSet count = statement.executeQuery(
                    "select count(*) from trial_summary where experiment_id = '" + experimentId + "'")) {
                count.next();
                assertThat(count.getInt(1)).isEqualTo(2);
            }
            assertRefused(statement, READ_ONLY_TRANSACTION);
            statement.execute("set default_transaction_read_only = off");
            assertRefused(statement, INSUFFICIENT_PRIVILEGE);
        }
        assertThat(rows("select state from experiment_summary where experiment_id = ?"))
                .containsExactly("failed");
    }

    @Test
    void theReaderReadsAfterTheTablesWereDroppedAndMadeAgain() throws Exception {
        awaitEverythingRecorded();
        List<String> offsets = rows("select topic, partition, next_offset from event_offset where ?::uuid is not null");
        flyway.clean();
        flyway.migrate();
        // The recorder of this test continues from its position.
        for (String offset : offsets) {
            rows(
                    "insert into event_offset select * from (values ('%s', %s, %s)) v where ?::uuid is not null on conflict do nothing returning 1"
                            .formatted((Object[]) offset.split("\\|")));
        }
        recorder.record(Batch.of(Log.messages(sample.events())));

        try (Connection reader = DriverManager.getConnection(jdbcUrl, PostgresResource.READER, readerPassword());
                Statement statement = reader.createStatement();
                ResultSet count = statement.executeQuery(
                        "select count(*) from trial_summary where experiment_id = '" + experimentId + "'")) {
            count.next();
            assertThat(count.getInt(1)).isEqualTo(2);
        }
    }

    private static void assertRefused(Statement statement, String state) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> statement.execute("delete from trial"))
                .returns(state, SQLException::getSQLState);
    }

    @Test
    void keepsTheLastFinalModelAndNoOtherCheckpoint() throws Exception {
        // The weights fit no network: the evaluator rejects them, in the order of the messages.
        Models models = new Models(log);
        TrialId next = new TrialId(experimentId, 3);
        models.publish(sample.completed, new CheckpointHeaders(2, 2, false), 0.5f);
        models.publish(sample.completed, new CheckpointHeaders(3, 2, true), 1);
        models.publish(sample.completed, new CheckpointHeaders(3, 2, true), 1);
        byte[] last = models.publish(sample.completed, new CheckpointHeaders(3, 3, true), 1);
        byte[] only = models.publish(next, new CheckpointHeaders(1, 1, true), 2);

        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(
                                results.ofTrials("trial_id, attempt, epoch, encode(safetensors, 'hex')", "model"))
                        .containsExactly(
                                sample.completed + "|3|3|" + HexFormat.of().formatHex(last),
                                next + "|1|1|" + HexFormat.of().formatHex(only)));
        // Otherwise its events could arrive while another test drops the tables.
        await().atMost(DEADLINE)
                .until(() -> log.read(List.of(Topic.EVALUATIONS)).stream()
                        .anyMatch(message -> message.key().equals(next.toString())));
    }

    @Test
    void recordsAnExperimentFromItsEvents() throws Exception {
        log.publish(sample.events().toArray(Event[]::new));
        awaitState("failed");

        assertThat(rows("select number, state, epoch, attempts, host, training_loss, seconds, test_accuracy,"
                        + " learning_rate, failure_kind from trial_summary where experiment_id = ? order by number"))
                .containsExactly(
                        "1|completed|3|2|host-2|0.5|3.25|0.8|0.1|null",
                        "2|failed|0|1|host-1|null|0|null|1000|non-finite-loss");
        assertThat(rows("select total, completed, failed, evaluated, epochs_done, best_trial, best_accuracy"
                        + " from experiment_summary where experiment_id = ?"))
                .containsExactly("2|1|1|1|3|" + sample.completed + "|0.8");
        assertThat(rows("select varied from trial where experiment_id = ? and number = 1"))
                .containsExactly("{\"training.optimizer.learningRate\":0.1}");
        assertThat(results.ofTrials("actual, predicted, count", "confusion"))
                .containsExactly("0|0|5", "0|1|1", "1|0|1", "1|1|3");
        assertThat(results.ofTrials("actual, predicted, test_indexes", "misclassified"))
                .containsExactly("0|1|{7}", "1|0|{2}");
    }

    @Test
    void replayingEveryEventChangesNothing() throws Exception {
        log.publish(sample.events().toArray(Event[]::new));
        awaitState("failed");
        List<String> before = results.dump();

        log.publish(sample.events().toArray(Event[]::new));
        awaitEverythingRecorded();

        assertThat(results.dump()).isEqualTo(before);
    }

    @Test
    void theOrderOfTopicsDoesNotMatter() throws Exception {
        List<Event> events = new ArrayList<>(sample.events());
        recorder.record(Batch.of(Log.messages(events)));
        List<String> inOrder = results.dump();
        Random random = new Random(1);
        for (int round = 0; round < 5; round++) {
            results.forget();
            // Both attempts publish trial 1's second epoch; the log keeps the order of a key.
            Collections.shuffle(events, random);
            events.sort((a, b) -> a.key().equals(b.key())
                    ? Integer.compare(
                            sample.events().indexOf(a), sample.events().indexOf(b))
                    : 0);
            for (Event event : sample.inTheOrderOfKeys(events)) {
                recorder.record(Batch.of(Log.messages(List.of(event))));
            }
            assertThat(results.dump()).isEqualTo(inOrder);
        }
    }

    @Test
    void cancelsWaitingTrialsOfACancelledExperiment() throws Exception {
        log.publish(
                new ExperimentSubmitted(experimentId, Instant.now(), SampleExperiment.specification()),
                new ExperimentCancelled(experimentId, Instant.now()));
        awaitState("cancelled");
        assertThat(rows("select state from trial where experiment_id = ?")).containsExactly("cancelled", "cancelled");
    }

    @Test
    void keepsTheOrderAndTheNumbersThatAreOnTheLog() throws Exception {
        ExperimentSpecification specification = new SpecificationReader(10).read(Json.MAPPER.readTree("""
                {"name": "kept", "seeds": [9223372036854775807],
                 "search": {"grid": {"training.optimizer.learningRate": [1e7], "training.epochs": [2]}}}"""));
        log.publish(new ExperimentSubmitted(experimentId, Instant.now(), specification));
        awaitState("queued");

        assertThat(rows("select specification from experiment where experiment_id = ?"))
                .containsExactly(Json.MAPPER.writeValueAsString(specification));
        assertThat(rows("select varied from trial where experiment_id = ?"))
                .containsExactly("{\"training.optimizer.learningRate\":1.0E7,\"training.epochs\":2}");
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
