package dev.lossline.testing;

import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerLauncher;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real PostgreSQL server, started once per JVM and shared by its test classes. It configures Quarkus' default data
 * source with the role {@code lossline_writer}, or {@code lossline_reader} with the init argument {@code role=reader};
 * other tests call {@link #jdbcUrl()}.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    public static final String WRITER = "lossline_writer";
    public static final String READER = "lossline_reader";

    /** Shared by all builds on this machine. */
    private static final Path BINARIES = Path.of(
            System.getProperty("java.io.tmpdir"),
            "lossline-postgres-" + PostgresServer.VERSION + "-" + System.getProperty("user.name"));

    private static PostgresServer server;

    private String role = WRITER;

    @Override
    public void init(Map<String, String> arguments) {
        role = "lossline_" + arguments.getOrDefault("role", "writer");
    }

    /** Starts the server unless it is running, and returns its URL. A role's name is also its password. */
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

    /** Does nothing: the next test class uses the same server. */
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
