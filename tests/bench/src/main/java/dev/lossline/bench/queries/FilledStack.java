package dev.lossline.bench.queries;

import dev.lossline.bench.harness.BenchPaths;
import dev.lossline.bench.harness.BenchStack;
import dev.lossline.stack.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/** A database with 5,000 experiments in it, and the services that made its tables and answer for it. */
final class FilledStack implements AutoCloseable {
    /** Those of {@link #TRIALS} trials each: the newest ones. */
    static final int EXPERIMENTS = 1_000;

    static final int TRIALS = 20;

    /** The number of the experiment of {@link #LARGE_TRIALS} trials. */
    static final int LARGE = 5_000;

    static final int LARGE_TRIALS = 20_000;

    private final BenchStack stack;

    private FilledStack(BenchStack stack) {
        this.stack = stack;
    }

    /**
     * Starts the stack and fills its tables. If this fails, no process is left running.
     *
     * @param directory the directory for data and logs
     */
    static FilledStack start(BenchPaths paths, Path directory) throws InterruptedException, SQLException, IOException {
        FilledStack filled = new FilledStack(BenchStack.start(paths, directory));
        try {
            // The evaluator creates the tables.
            filled.stack.start(Service.EVALUATOR);
            filled.stack.start(Service.ORCHESTRATOR);
            filled.fill();
            return filled;
        } catch (InterruptedException | SQLException | IOException | RuntimeException e) {
            filled.close();
            throw e;
        }
    }

    /** The id of an experiment by its number; numbers start at 1 with the oldest. */
    static UUID experiment(int number) {
        return UUID.fromString("01a00000-0000-7000-8000-%012x".formatted(number));
    }

    /** Connects with the read-only role that users and Grafana have. */
    Connection reader() throws SQLException {
        return stack.connect("lossline_reader");
    }

    int orchestratorPort() {
        return stack.port(Service.ORCHESTRATOR);
    }

    /** Marks the run as successful: {@link #close} then also removes the logs. */
    void succeeded() {
        stack.succeeded();
    }

    /** Stops all processes and removes the data. */
    @Override
    public void close() {
        stack.close();
    }

    private void fill() throws SQLException, IOException {
        try (Connection connection = stack.connect("lossline_writer");
                Statement statement = connection.createStatement()) {
            for (String file : List.of("fill.sql", "fill-large.sql")) {
                for (String part : read(file).split(";\n(?=\n|insert|create|vacuum|analyze)", -1)) {
                    if (!part.isBlank()) {
                        // Apart, as vacuum cannot run in a transaction.
                        statement.execute(part);
                    }
                }
            }
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream sql = FilledStack.class.getResourceAsStream(file)) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
