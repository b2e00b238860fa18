package dev.lossline.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server on loopback, with the database {@value #DATABASE} and the roles of {@code roles.sql}. Its data
 * stays between starts, and through crashes: it is written with fsync.
 */
public final class PostgresServer {
    public static final StopSignal STOP_SIGNAL = StopSignal.INT;
    public static final String DATABASE = "lossline";

    /** Of the programs on the class path: a name for the directory that they are unpacked into. */
    public static final String VERSION = "18.6";

    private static final String SUPERUSER = "postgres";
    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);

    private final ServerLauncher launcher;
    private final ServerProcess process;
    private final int port;

    private PostgresServer(ServerLauncher launcher, ServerProcess process, int port) {
        this.launcher = launcher;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server and waits until it can be used.
     *
     * @param dataDirectory holds the data, made where it is missing
     * @param binariesDirectory holds the programs, unpacked where it is missing; servers can share it
     * @throws ServerStartException where it does not start, with the end of its log; then nothing is left running
     */
    public static PostgresServer start(Path dataDirectory, Path binariesDirectory, int port, Path logFile)
            throws InterruptedException {
        PostgresServer server = launch(dataDirectory, binariesDirectory, port, logFile);
        server.awaitReady();
        return server;
    }

    /** As {@link #start}, but returns at once, for who wants to note the process before {@link #awaitReady}. */
    public static PostgresServer launch(Path dataDirectory, Path binariesDirectory, int port, Path logFile)
            throws InterruptedException {
        ServerLauncher.requireFree("PostgreSQL", port);
        PostgresBinaries binaries = PostgresBinaries.in(binariesDirectory);
        PostgresData data = new PostgresData(dataDirectory);
        ServerLauncher launcher = new ServerLauncher("PostgreSQL", logFile, STOP_SIGNAL);
        data.create(binaries, launcher);
        data.clearStaleLock();
        List<String> command = new ArrayList<>(NotRoot.prefix());
        command.addAll(List.of(binaries.path("postgres"), "-D", data.directory().toString()));
        for (String setting : List.of(
                "port=" + port, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100")) {
            command.addAll(List.of("-c", setting));
        }
        return new PostgresServer(launcher, launcher.start(command, Map.of()), port);
    }

    /**
     * Waits until the server can be used, and makes its database and roles where it is new.
     *
     * @throws ServerStartException where it does not start, with the end of its log; then it is stopped
     */
    public void awaitReady() throws InterruptedException {
        launcher.await(process, READY_DEADLINE, () -> accepts(port));
        createDatabase();
    }

    public ServerProcess process() {
        return process;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public String jdbcUrl() {
        return jdbcUrl(port, DATABASE);
    }

    public static String jdbcUrl(int port) {
        return jdbcUrl(port, DATABASE);
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    private static Connection connect(int port, String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(port, database), SUPERUSER, PostgresData.SUPERUSER_PASSWORD);
    }

    private static boolean accepts(int port) {
        if (!ServerLauncher.listens(port)) {
            return false;
        }
        try (Connection connection = connect(port, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            // It still starts, or recovers; the deadline decides.
            return false;
        }
    }

    /** The roles are made in one transaction, so that a crash between leaves a database that the next start completes. */
    private void createDatabase() {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            if (!holds(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE);
            }
            if (!holds(statement, "select from pg_roles where rolname = 'lossline_reader'")) {
                createRoles();
            }
        } catch (SQLException e) {
            throw new ServerStartException("PostgreSQL runs, but its database could not be made: " + e.getMessage(), e);
        }
    }

    private static boolean holds(Statement statement, String query) throws SQLException {
        try (var result = statement.executeQuery(query)) {
            return result.next();
        }
    }

    private void createRoles() throws SQLException {
        try (Connection connection = connect(port, DATABASE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String script : List.of("roles.sql", "grants.sql")) {
                statement.execute(read(script));
            }
            connection.commit();
        }
    }

    private static String read(String script) {
        try (InputStream sql = PostgresServer.class.getResourceAsStream(script)) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
