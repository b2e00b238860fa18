package dev.lossline.bench.harness;

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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A benchmark's own stack, in a separate directory and on free ports. Services are started one by one after the servers. */
public final class BenchStack implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final BenchPaths paths;
    private final Path directory;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final Map<String, ServerProcess> processes = new LinkedHashMap<>();
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final int kafka = ServerLauncher.freePort();
    private int postgres;
    private boolean succeeded;
    private boolean closed;

    private BenchStack(BenchPaths paths, Path directory) {
        this.paths = paths;
        this.directory = directory;
    }

    /** A service that is ready, with its HTTP port. */
    public record Running(ServerProcess process, int port) {}

    /**
     * Starts Kafka and PostgreSQL. If this fails, no process is left running.
     *
     * @param paths a checkout with built services, and Lossline's home, whose unpacked programs are used
     * @param directory the directory for data and logs; removed at the end, except for the logs unless {@link #succeeded} was
     *     called
     */
    public static BenchStack start(BenchPaths paths, Path directory) throws InterruptedException {
        BenchStack stack = new BenchStack(paths, directory);
        // Ctrl-C ends this process only, not those that it started.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        try {
            stack.startServers();
            return stack;
        } catch (InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** The value of {@code bootstrap.servers} for clients. */
    public String brokers() {
        return "127.0.0.1:" + kafka;
    }

    /** Connects to the database with that role. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(PostgresServer.jdbcUrl(postgres), role, role);
    }

    /** The service as it is installed for this stack. */
    public ServiceApplication application(Service service) {
        return new ServiceApplication(
                paths.root(), service, directory.resolve("services").resolve(name(service)));
    }

    /** Starts a service and waits until it is ready. */
    public Running start(Service service) throws InterruptedException {
        return start(service, UnaryOperator.identity());
    }

    /** Starts a service with changed start options and waits until it is ready. */
    public Running start(Service service, UnaryOperator<ServiceApplication> options) throws InterruptedException {
        int port = ServerLauncher.freePort();
        ServiceLauncher launcher = new ServiceLauncher(
                options.apply(application(service)),
                log(name(service)),
                Map.of(
                        "LOSSLINE_DATASETS", paths.datasets().toString(),
                        "DJL_CACHE_DIR", paths.home().resolve("djl").toString(),
                        "LOSSLINE_API_TOKEN", ""));
        ServerProcess process = launcher.launch(port, brokers(), postgres);
        add(name(service), process, StopSignal.TERM);
        notePort(service, port);
        launcher.awaitReady(process, port);
        return new Running(process, port);
    }

    /** The HTTP port that the service was last started on. */
    public synchronized int port(Service service) {
        return ports.get(service);
    }

    private synchronized void notePort(Service service, int port) {
        ports.put(service, port);
    }

    /** The process last started under each name. */
    public synchronized Map<String, ServerProcess> processes() {
        return new LinkedHashMap<>(processes);
    }

    /** The data directory of a server: {@code kafka} or {@code postgres}. */
    public Path data(String name) {
        return directory.resolve(name);
    }

    /** The file that a process writes its output to. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Shuts a process down cleanly. */
    public static void stop(ServerProcess process, StopSignal signal) {
        try {
            process.stop(signal, STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Registers another process that is to end with the stack. */
    public synchronized void add(String name, ServerProcess process, StopSignal signal) {
        if (closed) {
            stop(process, signal);
            throw new IllegalStateException("the stack was closed while " + name + " started");
        }
        processes.put(name, process);
        stops.push(() -> stop(process, signal));
    }

    /** Marks the run as successful: {@link #close} then also removes the logs. */
    public synchronized void succeeded() {
        succeeded = true;
    }

    /** Stops all processes and removes the data. Has no effect if called again. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            while (!stops.isEmpty()) {
                stops.pop().run();
            }
            try (Stream<Path> parts = Files.list(directory)) {
                parts.filter(part -> succeeded || !part.equals(logs())).forEach(Directories::delete);
                if (succeeded) {
                    Files.delete(directory);
                } else {
                    System.err.println("The logs were kept in " + logs());
                }
            } catch (IOException | UncheckedIOException e) {
                // The measurements are still valid.
                System.err.println("Cannot remove all of " + directory + ": " + e.getMessage());
            }
        }
    }

    private void startServers() throws InterruptedException {
        KafkaBroker broker = KafkaBroker.launch(data("kafka"), kafka, log("kafka"));
        add("kafka", broker.process(), KafkaBroker.STOP_SIGNAL);
        broker.awaitReady();
        postgres = ServerLauncher.freePort();
        PostgresServer server = PostgresServer.launch(
                data("postgres").resolve("data"),
                paths.home().resolve("postgres").resolve("binaries-" + PostgresServer.VERSION),
                postgres,
                log("postgres"));
        add("postgres", server.process(), PostgresServer.STOP_SIGNAL);
        server.awaitReady();
    }

    private Path logs() {
        return directory.resolve("logs");
    }

    private static String name(Service service) {
        return service.name().toLowerCase(Locale.ROOT);
    }
}
