package dev.lossline.evaluator.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.evaluator.tables.EpochTable;
import dev.lossline.evaluator.tables.TrialTable;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import dev.lossline.testing.PostgresResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas of earlier versions, each in a schema of its own, become that of this one: docs/upgrades.md. */
class MigrationIT {
    private static final String FIRST = "1";
    private static final UUID EXPERIMENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final int BATCHES = 30;
    private static final int DEADLINE_SECONDS = 60;

    /** Trials as the first version wrote them: completed, failed, cancelled, running and queued. */
    private static final String ROWS = """
            insert into experiment (experiment_id, name, specification, submitted_at)
            values ('%1$s', 'old', '{}', '2026-01-01T00:00:00Z');
            insert into trial (trial_id, experiment_id, number, device, epochs, started_at, completed_at, training_loss)
            values ('%1$s.1', '%1$s', 1, 'cpu', 2, '2026-01-01T00:00:01Z', '2026-01-01T00:00:09Z', 0.5);
            insert into trial (trial_id, experiment_id, number, device, epochs, started_at, failed_at, failure_kind)
            values ('%1$s.2', '%1$s', 2, 'cpu', 2, '2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z', 'other');
            insert into trial (trial_id, experiment_id, number, device, epochs, cancelled_at)
            values ('%1$s.3', '%1$s', 3, 'cpu', 2, '2026-01-01T00:00:02Z');
            insert into trial (trial_id, experiment_id, number, device, epochs, started_at)
            values ('%1$s.4', '%1$s', 4, 'cpu', 2, '2026-01-01T00:00:01Z');
            insert into trial (trial_id, experiment_id, number, device, epochs) values ('%1$s.5', '%1$s', 5, 'cpu', 2);
            insert into attempt (trial_id, attempt, started_at, device, host, resumed_from)
            select '%1$s.' || n, 1, '2026-01-01T00:00:01Z', 'cpu', 'host', 0 from unnest(array[1, 2, 4]) n;
            insert into epoch (trial_id, epoch, attempt, occurred_at, training_loss, seconds, samples_per_second)
            select '%1$s.' || n, e, 1, '2026-01-01T00:00:05Z', 1.0 / e, 1, 60000
            from unnest(array[1, 4]) n, generate_series(1, 3 - n / 2) e where e <= 2;
            insert into evaluation values ('%1$s.1', 1, '2026-01-01T00:00:10Z', 10, 0.4, 0.9, 'ab');
            """.formatted(EXPERIMENT);

    static List<String> versions() {
        List<String> all = new ArrayList<>();
        for (var migration : flyway("none", "latest").info().all()) {
            all.add(migration.getVersion().getVersion());
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void showsTheRowsOfAnEarlierVersion(String version) throws Exception {
        String schema = "shown_" + version;
        flyway(schema, FIRST).migrate();
        execute(schema, ROWS);
        flyway(schema, version).migrate();
        List<String> before = shown(schema);
        assertThat(before).hasSize(6).first().asString().contains("completed");

        flyway(schema, "latest").migrate();

        assertThat(shown(schema)).isEqualTo(before);
    }

    /** As in a rolling upgrade: the previous version keeps writing and reading while the new one migrates. */
    @Test
    void theNewestMigrationRunsWhileRowsAreWrittenAndRead() throws Exception {
        String schema = "busy";
        List<String> versions = versions();
        flyway(schema, versions.get(versions.size() - 2)).migrate();
        execute(schema, ROWS);
        AtomicBoolean ending = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        // Both do their part before the migration and after it.
        CyclicBarrier meeting = new CyclicBarrier(3);
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            Future<?> writer = others.submit(() -> {
                try (Connection connection = connect(schema)) {
                    for (int part = 0; part < 2; part++) {
                        for (int batch = 0; batch < BATCHES; batch++) {
                            write(connection, 100 + written.getAndIncrement());
                        }
                        meet(meeting);
                        while (part == 0 && !ending.get()) {
                            write(connection, 100 + written.getAndIncrement());
                        }
                    }
                }
                return null;
            });
            Future<?> reader = others.submit(() -> {
                shown(schema);
                meet(meeting);
                while (!ending.get()) {
                    shown(schema);
                }
                shown(schema);
                meet(meeting);
                return null;
            });
            meet(meeting);
            try {
                flyway(schema, "latest").migrate();
            } finally {
                ending.set(true);
            }
            meet(meeting);
            writer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            reader.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(written.get()).isGreaterThanOrEqualTo(2 * BATCHES);
        assertThat(rows(schema, "select count(*) from epoch e join trial t using (trial_id) where t.number >= 100"))
                .containsExactly(Integer.toString(written.get()));
    }

    /** Back again: an evaluator that knows all migrations but the newest starts on the tables of the newest. */
    @Test
    void theVersionBeforeStartsOnNewerTables(@TempDir Path older) throws Exception {
        String schema = "back";
        flyway(schema, "latest").migrate();
        List<String> versions = versions();
        for (String version : versions.subList(0, versions.size() - 1)) {
            try (Stream<Path> files = Files.list(MIGRATIONS)) {
                Path file = files.filter(f -> f.getFileName().toString().startsWith("V" + version + "__"))
                        .findFirst()
                        .orElseThrow();
                Files.copy(file, older.resolve(file.getFileName()));
            }
        }

        var result = Flyway.configure()
                .configuration(flyway(schema, "latest").getConfiguration())
                .locations("filesystem:" + older)
                .load()
                .migrate();

        assertThat(result.success).isTrue();
        assertThat(result.migrationsExecuted).isZero();
        execute(schema, ROWS);
        assertThat(shown(schema)).hasSize(6);
    }

    /** Documents normalized by jsonb stay so; newer ones are kept as written, and an older recorder can still write. */
    @Test
    void documentsAreKeptAsWrittenFromTheFifthVersionOn() throws Exception {
        String schema = "documents";
        String document = "{\"b\":1.0E7,\"a\":-0.0}";
        String insert = "insert into experiment (experiment_id, name, specification)"
                + " values (gen_random_uuid(), '%s', '%s'::%s)";
        flyway(schema, "4").migrate();
        execute(schema, insert.formatted("1 before", document, "jsonb"));

        flyway(schema, "latest").migrate();

        execute(schema, insert.formatted("2 after", document, "json"));
        execute(schema, insert.formatted("3 older recorder", document, "jsonb"));
        assertThat(rows(schema, "select specification from experiment order by name"))
                .containsExactly("{\"a\": 0.0, \"b\": 10000000}", document, "{\"a\": 0.0, \"b\": 10000000}");
    }

    private static void meet(CyclicBarrier meeting) throws Exception {
        meeting.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static void write(Connection connection, int number) throws SQLException {
        TrialId trial = new TrialId(EXPERIMENT, number);
        Instant now = Instant.now();
        Versions versions = new Versions("1", "2", "3");
        connection.setAutoCommit(false);
        new TrialTable()
                .started(
                        connection,
                        List.of(new TrialStarted(trial, 1, now, Device.CPU, "host", "name", 0, "ab", versions)));
        new EpochTable()
                .completed(connection, List.of(new EpochCompleted(trial, 1, now, 1, 0.5, null, null, 1.0, 60_000)));
        connection.commit();
    }

    /** The visible rows, as text. */
    private static List<String> shown(String schema) throws SQLException {
        List<String> shown = rows(schema, """
                select concat_ws('|', trial_id, state, attempts, epoch, training_loss, test_accuracy, finished_at)
                from trial_summary where number < 100 order by number""");
        shown.addAll(rows(schema, "select name from experiment_summary"));
        return shown;
    }

    private static List<String> rows(String schema, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(schema);
                var result = connection.createStatement().executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static void execute(String schema, String sql) throws SQLException {
        try (Connection connection = connect(schema);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(
                PostgresResource.jdbcUrl() + "?currentSchema=" + schema,
                PostgresResource.WRITER,
                PostgresResource.WRITER);
    }

    private static Flyway flyway(String schema, String version) {
        return Flyway.configure()
                .dataSource(PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER)
                .defaultSchema(schema)
                .target(version)
                .load();
    }
}
