package dev.lossline.testing;

import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerLauncher;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real PostgreSQL, started once a JVM and shared by its test classes. It gives Quarkus the default data source, as
 * the role {@code lossline_writer}, or with the init argument {@code role=reader} as {@code lossline_reader}; other
 * tests call {@link #jdbcUrl()}.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    public static final String WRITER = "lossline_writer";
    public static final String READER = "lossline_reader";

    /** Unpacked once a machine. */
    private static final Path BINARIES = Path.of(
            System.getProperty("java.io.tmpdir"),
            "lossline-postgres-" + PostgresServer.VERSION + "-" + System.getProperty("user.name"));

    private static PostgresServer server;

    private String role = WRITER;

    @Override
    public void init(Map<String, String> arguments) {
        role = "lossline_" + arguments.getOrDefault("role", "writer");
    }

    /** Starts the server where it does not run yet, and says how to connect: user and password are a role's name. */
    public static synchronized String jdbcUrl() {
        if (server == null) {
            server = startServer();
        }
        return server.jdbcUrl();
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url", jdbcUrl(),
                "quarkus.datasource.username", role,
                "quarkus.datasource.password", role);
    }

    /** The server stays for the next test class. */
    @Override
    public void stop() {}

    private static PostgresServer startServer() {
        TestDirectory directory = new TestDirectory("postgres");
        try {
            PostgresServer started = PostgresServer.launch(
                    directory.path().resolve("data"),
                    BINARIES,
                    ServerLauncher.freePort(),
                    directory.path().resolve("postgres.log"));
            directory.removeWith(started.process(), PostgresServer.STOP_SIGNAL.name());
            started.awaitReady();
            return started;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while PostgreSQL started", e);
        }
    }
}
