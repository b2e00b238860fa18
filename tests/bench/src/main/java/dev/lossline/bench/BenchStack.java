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

/** A stack of a benchmark's own in a directory of its own, on free ports: servers first, then the services asked for. */
public final class BenchStack implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Places places;
    private final Path directory;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final Map<String, ServerProcess> processes = new LinkedHashMap<>();
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final int kafka = ServerLauncher.freePort();
    private int postgres;
    private boolean succeeded;
    private boolean closed;

    private BenchStack(Places places, Path directory) {
        this.places = places;
        this.directory = directory;
    }

    /** A service that is ready. */
    public record Running(ServerProcess process, int port) {}

    /**
     * Starts the servers; leaves nothing running where that fails.
     *
     * @param places the repository with the services built, and Lossline's home, whose unpacked programs are used
     * @param directory for data and logs; removed at the end, but for the logs of who has not {@link #succeeded}
     */
    public static BenchStack start(Places places, Path directory) throws InterruptedException {
        BenchStack stack = new BenchStack(places, directory);
        // Ctrl-C ends this process and not those that it has started.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        try {
            stack.startServers();
            return stack;
        } catch (InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** What clients of the broker take as {@code bootstrap.servers}. */
    public String brokers() {
        return "127.0.0.1:" + kafka;
    }

    /** A connection as that role. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(PostgresServer.jdbcUrl(postgres), role, role);
    }

    /** A service as this stack runs it. */
    public ServiceApplication application(Service service) {
        return new ServiceApplication(
                places.root(), service, directory.resolve("services").resolve(name(service)));
    }

    /** Starts a service and waits until it is ready. */
    public Running start(Service service) throws InterruptedException {
        return start(service, UnaryOperator.identity());
    }

    /** The same, started in another way. */
    public Running start(Service service, UnaryOperator<ServiceApplication> way) throws InterruptedException {
        int port = ServerLauncher.freePort();
        ServiceLauncher launcher = new ServiceLauncher(
                way.apply(application(service)),
                log(name(service)),
                Map.of(
                        "LOSSLINE_DATASETS", places.datasets().toString(),
                        "DJL_CACHE_DIR", places.home().resolve("djl").toString(),
                        "LOSSLINE_API_TOKEN", ""));
        ServerProcess process = launcher.launch(port, brokers(), postgres);
        add(name(service), process, StopSignal.TERM);
        notePort(service, port);
        launcher.awaitReady(process, port);
        return new Running(process, port);
    }

    /** Where the service that was started last answers. */
    public synchronized int port(Service service) {
        return ports.get(service);
    }

    private synchronized void notePort(Service service, int port) {
        ports.put(service, port);
    }

    /** What was started last of each name. */
    public synchronized Map<String, ServerProcess> processes() {
        return new LinkedHashMap<>(processes);
    }

    /** Where that data is: {@code kafka} or {@code postgres}. */
    public Path data(String name) {
        return directory.resolve(name);
    }

    /** Where the output of a process goes. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Ends a process in order. */
    public static void stop(ServerProcess process, StopSignal signal) {
        try {
            process.stop(signal, GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has one more process end with the stack, at the latest. */
    public synchronized void add(String name, ServerProcess process, StopSignal signal) {
        if (closed) {
            stop(process, signal);
            throw new IllegalStateException("closed while it started");
        }
        processes.put(name, process);
        stops.push(() -> stop(process, signal));
    }

    /** Nobody will want to look at the logs. */
    public synchronized void succeeded() {
        succeeded = true;
    }

    /** Ends what runs, and removes its data; does nothing the second time. */
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
                    System.err.println("The logs are kept: " + logs());
                }
            } catch (IOException | UncheckedIOException e) {
                // What was measured stays true.
                System.err.println("Not all of " + directory + " could be removed: " + e.getMessage());
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
                places.home().resolve("postgres").resolve("binaries-" + PostgresServer.VERSION),
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
