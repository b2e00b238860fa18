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
 * A PostgreSQL server on loopback, with the database {@value #DATABASE} and the roles of {@code roles.sql}. Its data is
 * written with fsync and persists between starts and through crashes.
 */
public final class PostgresServer {
    public static final StopSignal STOP_SIGNAL = StopSignal.INT;
    public static final String DATABASE = "lossline";

    /** Version of the programs on the class path; names the directory that they are unpacked into. */
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
     * Starts a server and waits until it is ready.
     *
     * @param dataDirectory the data directory; created if it is missing
     * @param binariesDirectory the programs; unpacked if it is missing, and shared between servers
     * @throws ServerStartException if it does not start, with the end of its log; no process is left running
     */
    public static PostgresServer start(Path dataDirectory, Path binariesDirectory, int port, Path logFile)
            throws InterruptedException {
        PostgresServer server = launch(dataDirectory, binariesDirectory, port, logFile);
        server.awaitReady();
        return server;
    }

    /** Like {@link #start}, but returns at once, so that the caller can record the process before {@link #awaitReady}. */
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
     * Waits until the server is ready, and creates its database and roles if it is new.
     *
     * @throws ServerStartException if it does not start, with the end of its log; the process is stopped then
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
            // Still starting or recovering; the deadline decides.
            return false;
        }
    }

    /** Roles are created in one transaction: after a crash, the next start completes the database. */
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
            throw new ServerStartException(
                    "PostgreSQL is running, but its database could not be created: " + e.getMessage(), e);
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
