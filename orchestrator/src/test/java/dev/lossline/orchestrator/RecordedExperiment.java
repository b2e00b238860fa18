package dev.lossline.orchestrator;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.testing.PostgresResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;

/** An experiment in the tables, as the recorder writes it, which does not run here. */
public record RecordedExperiment(UUID id) {
    public RecordedExperiment() {
        this(Generators.timeBasedEpochGenerator().generate());
    }

    public static ExperimentSpecification specification() throws Exception {
        return new SpecificationReader(10).read(Json.MAPPER.readTree("""
                                {"name": "results", "training": {"epochs": 100}, "device": "gpu",
                                 "search": {"grid": {"training.optimizer.learningRate": [0.1, 0.01]}}}"""));
    }

    /** Its submission, with two trials. */
    public ExperimentSubmitted submitted() throws Exception {
        return new ExperimentSubmitted(id, Instant.now(), specification());
    }

    /** Its trials wait for a GPU. */
    public void record(int trials) throws Exception {
        execute("delete from event_offset");
        ExperimentSpecification specification = specification();
        execute(
                "insert into experiment (experiment_id, name, specification, submitted_at) values ('%s', 'results', '%s', now())"
                        .formatted(id, Json.MAPPER.writeValueAsString(specification)));
        execute("""
                insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size,
                    validation_split, optimizer, learning_rate, seed, device, specification, varied, requested_at)
                select '%1$s.' || n, '%1$s', n, 'mnist', '{128}', 'relu', 100, 64, 0, 'sgd', 0.1, 0, 'gpu',
                    '{"dataset":"mnist","model":{"hidden":[128],"activation":"relu"},"training":{"epochs":100,
                      "batchSize":64,"validationSplit":0,"optimizer":{"type":"sgd","learningRate":0.1,"momentum":0,
                      "weightDecay":0,"nesterov":false}},"seed":0,"device":"gpu"}',
                    '{"training.optimizer.learningRate": 0.1}', now()
                from generate_series(1, %2$d) n""".formatted(id, trials));
    }

    /** Records that a trainer has started the first trial. */
    public void start() throws SQLException {
        execute("update trial set started_at = now(), started_attempt = 1 where experiment_id = '%s'".formatted(id));
        execute("insert into attempt values ('%s.1', 1, now(), 'gpu', 'host', 'gpu', 0, 'ab', '1', '2', '3')"
                .formatted(id));
    }

    static long count(String condition) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from trial where " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    public static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The text as the recorder writes it. */
    public static void allIsRecorded() throws SQLException {
        execute("""
                insert into event_offset values ('lossline.experiments', 0, 1000000)
                on conflict (topic, partition) do update set next_offset = excluded.next_offset""");
    }
}
