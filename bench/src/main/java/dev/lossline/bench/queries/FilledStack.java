package dev.lossline.bench.queries;

import dev.lossline.stack.Directories;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import dev.lossline.stack.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A database with {@value #EXPERIMENTS} experiments in it, and the services that made its tables and answer for it. */
final class FilledStack implements AutoCloseable {
    static final int EXPERIMENTS = 1_000;
    static final int TRIALS = 20;

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Path root;
    private final Path home;
    private final Path directory;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final int kafka = ServerLauncher.freePort();
    private int postgres;
    private int orchestrator;
    private boolean closed;

    private FilledStack(Path root, Path home, Path directory) {
        this.root = root;
        this.home = home;
        this.directory = directory;
    }

    /**
     * Starts it and fills its tables; leaves nothing running where that fails.
     *
     * @param root the repository, with the services built
     * @param home Lossline's, whose unpacked programs are used
     * @param directory for data and logs
     */
    static FilledStack start(Path root, Path home, Path directory)
            throws InterruptedException, SQLException, IOException {
        FilledStack stack = new FilledStack(root, home, directory);
        // Ctrl-C ends this process and not those that it has started.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        try {
            stack.startAll();
            stack.fill();
            return stack;
        } catch (InterruptedException | SQLException | IOException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** The id of an experiment, from 1, oldest first. */
    static UUID experiment(int number) {
        return UUID.fromString("01a00000-0000-7000-8000-%012x".formatted(number));
    }

    /** As the role that may only read, which people and Grafana use. */
    Connection reader() throws SQLException {
        return connect("lossline_reader");
    }

    int orchestratorPort() {
        return orchestrator;
    }

    /** Ends what runs, and removes its data; does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            while (!stops.isEmpty()) {
                stops.pop().run();
            }
            Directories.delete(directory);
        }
    }

    private synchronized void stopAtClose(ServerProcess process, StopSignal signal) {
        if (closed) {
            stop(process, signal);
            throw new IllegalStateException("closed while it started");
        }
        stops.push(() -> stop(process, signal));
    }

    private void startAll() throws InterruptedException {
        KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"), kafka, log("kafka"));
        stopAtClose(broker.process(), KafkaBroker.STOP_SIGNAL);
        postgres = ServerLauncher.freePort();
        PostgresServer server = PostgresServer.start(
                directory.resolve("postgres").resolve("data"),
                home.resolve("postgres").resolve("binaries-" + PostgresServer.VERSION),
                postgres,
                log("postgres"));
        stopAtClose(server.process(), PostgresServer.STOP_SIGNAL);
        // It makes the tables.
        start(Service.EVALUATOR);
        orchestrator = start(Service.ORCHESTRATOR);
    }

    private int start(Service service) throws InterruptedException {
        int port = ServerLauncher.freePort();
        String name = service.name().toLowerCase(Locale.ROOT);
        ServiceLauncher launcher = new ServiceLauncher(
                new ServiceApplication(
                        root, service, directory.resolve("services").resolve(name)),
                log(name),
                Map.of(
                        "LOSSLINE_DATASETS", home.resolve("datasets").toString(),
                        "DJL_CACHE_DIR", home.resolve("djl").toString(),
                        "LOSSLINE_API_TOKEN", ""));
        ServerProcess process = launcher.launch(port, kafka, postgres);
        stopAtClose(process, StopSignal.TERM);
        launcher.awaitReady(process, port);
        return port;
    }

    private void fill() throws SQLException, IOException {
        try (Connection connection = connect("lossline_writer");
                Statement statement = connection.createStatement();
                InputStream sql = FilledStack.class.getResourceAsStream("fill.sql")) {
            for (String part : new String(sql.readAllBytes(), StandardCharsets.UTF_8).split(";\n", -1)) {
                if (!part.isBlank()) {
                    // Apart, as vacuum cannot run in a transaction.
                    statement.execute(part);
                }
            }
        }
    }

    private Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(PostgresServer.jdbcUrl(postgres), role, role);
    }

    private Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }

    private static void stop(ServerProcess process, StopSignal signal) {
        try {
            process.stop(signal, GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
