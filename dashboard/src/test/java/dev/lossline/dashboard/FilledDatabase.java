package dev.lossline.dashboard;

import dev.lossline.testing.PostgresResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;

/** A migrated PostgreSQL with two experiments, filled once and queried as Grafana's data source does. */
final class FilledDatabase {
    private static final String DONE = "00000000-0000-7000-8000-000000000001";
    private static final String RUNNING = "00000000-0000-7000-8000-000000000002";

    /** The selected values of each variable. */
    static final Map<String, List<String>> SELECTED = Map.of(
            "experiment", List.of(DONE),
            "experiments", List.of(DONE, RUNNING),
            "trials",
                    IntStream.of(1, 2, 3, 4, 11, 12)
                            .mapToObj(trial -> DONE + "." + trial)
                            .toList(),
            "trial", List.of(DONE + ".1"),
            "dataset", List.of("mnist"));

    private static FilledDatabase filled;

    private final Connection reader;

    private FilledDatabase(Connection reader) {
        this.reader = reader;
    }

    static synchronized FilledDatabase get() {
        if (filled == null) {
            try {
                filled = new FilledDatabase(fill());
            } catch (SQLException e) {
                throw new IllegalStateException("cannot fill the database", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return filled;
    }

    /** Expands and runs a panel's or variable's query as {@code lossline_reader}, over the last hour. */
    Frame query(String sql, Map<String, List<String>> selected) throws SQLException {
        Instant now = Instant.now();
        String from = now.minus(Duration.ofHours(1)).toString();
        try (Statement statement = reader.createStatement()) {
            // In Grafana's driver, ? is not a parameter.
            statement.setEscapeProcessing(false);
            return Frame.of(statement.executeQuery(new GrafanaSql(selected, from, now.toString()).expand(sql)));
        }
    }

    private static Connection fill() throws SQLException, IOException {
        String url = PostgresResource.jdbcUrl();
        Flyway.configure(FilledDatabase.class.getClassLoader())
                .dataSource(url, PostgresResource.WRITER, PostgresResource.WRITER)
                .load()
                .migrate();
        try (Connection writer = DriverManager.getConnection(url, PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = writer.createStatement()) {
            statement.execute(Files.readString(Path.of("src/test/resources/db/filled.sql")));
        }
        return DriverManager.getConnection(url, PostgresResource.READER, PostgresResource.READER);
    }
}
