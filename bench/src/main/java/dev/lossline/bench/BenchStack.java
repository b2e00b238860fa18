package dev.lossline.bench;

import dev.lossline.stack.Directories;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import dev.lossline.stack.StopSignal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A broker, a database, the evaluator that makes its tables, and the orchestrator: a benchmark's own, until it is closed. */
public final class BenchStack implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Path root;
    private final Path home;
    private final Path directory;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final Map<String, ServerProcess> processes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private boolean closed;

    private BenchStack(Path root, Path home, Path directory) {
        this.root = root;
        this.home = home;
        this.directory = directory;
    }

    /**
     * Starts it; leaves nothing running where that fails.
     *
     * @param root the repository, with the services built
     * @param home Lossline's, whose unpacked programs are used
     * @param directory for data and logs
     */
    public static BenchStack start(Path root, Path home, Path directory) throws InterruptedException {
        BenchStack stack = new BenchStack(root, home, directory);
        // Ctrl-C ends this process and not those that it has started.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        try {
            stack.startAll();
            return stack;
        } catch (InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** What clients of the broker take as {@code bootstrap.servers}. */
    public String brokers() {
        return "127.0.0.1:" + ports.get("kafka");
    }

    /** Where a service answers. */
    public int port(Service service) {
        return ports.get(name(service));
    }

    /** A connection as that role. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(PostgresServer.jdbcUrl(ports.get("postgres")), role, role);
    }

    /** What runs, by name. */
    public synchronized Map<String, ServerProcess> processes() {
        return new LinkedHashMap<>(processes);
    }

    /** Where that data is: {@code kafka} or {@code postgres}. */
    public Path data(String name) {
        return directory.resolve(name);
    }

    /** Where the output of a process goes. */
    public Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }

    /** Has one more process end with the stack. */
    public synchronized void add(String name, ServerProcess process, StopSignal signal) {
        if (closed) {
            stop(process, signal);
            throw new IllegalStateException("closed while it started");
        }
        processes.put(name, process);
        stops.push(() -> stop(process, signal));
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

    private void startAll() throws InterruptedException {
        int kafka = free("kafka");
        KafkaBroker broker = KafkaBroker.start(data("kafka"), kafka, log("kafka"));
        add("kafka", broker.process(), KafkaBroker.STOP_SIGNAL);
        PostgresServer server = PostgresServer.start(
                data("postgres").resolve("data"),
                home.resolve("postgres").resolve("binaries-" + PostgresServer.VERSION),
                free("postgres"),
                log("postgres"));
        add("postgres", server.process(), PostgresServer.STOP_SIGNAL);
        // It makes the tables.
        start(Service.EVALUATOR);
        start(Service.ORCHESTRATOR);
    }

    private void start(Service service) throws InterruptedException {
        String name = name(service);
        int port = free(name);
        ServiceLauncher launcher = new ServiceLauncher(
                new ServiceApplication(
                        root, service, directory.resolve("services").resolve(name)),
                log(name),
                Map.of(
                        "LOSSLINE_DATASETS",
                                System.getenv()
                                        .getOrDefault(
                                                "LOSSLINE_DATASETS",
                                                home.resolve("datasets").toString()),
                        "DJL_CACHE_DIR", home.resolve("djl").toString(),
                        "LOSSLINE_API_TOKEN", ""));
        ServerProcess process = launcher.launch(port, brokers(), ports.get("postgres"));
        add(name, process, StopSignal.TERM);
        launcher.awaitReady(process, port);
    }

    private int free(String name) {
        int port = ServerLauncher.freePort();
        ports.put(name, port);
        return port;
    }

    private static String name(Service service) {
        return service.name().toLowerCase(Locale.ROOT);
    }

    private static void stop(ServerProcess process, StopSignal signal) {
        try {
            process.stop(signal, GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
