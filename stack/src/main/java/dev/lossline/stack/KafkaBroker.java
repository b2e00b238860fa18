package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A Kafka broker with its KRaft controller, in a separate JVM on loopback. Its data persists between starts. */
public final class KafkaBroker {
    public static final StopSignal STOP_SIGNAL = StopSignal.TERM;

    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);

    /** A checkpoint of {@code Topic.MAX_CHECKPOINT_BYTES} with its headers. */
    private static final int MAX_MESSAGE_BYTES = 68 << 20;

    private final ServerLauncher launcher;
    private final ServerProcess process;
    private final int port;

    private KafkaBroker(ServerLauncher launcher, ServerProcess process, int port) {
        this.launcher = launcher;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a broker and waits until it is ready.
     *
     * @param dataDirectory the data directory; formatted if it is new
     * @param port the port for clients
     * @throws ServerStartException if it does not start, with the end of its log; no process is left running
     */
    public static KafkaBroker start(Path dataDirectory, int port, Path logFile) throws InterruptedException {
        KafkaBroker broker = launch(dataDirectory, port, logFile);
        broker.awaitReady();
        return broker;
    }

    /** Like {@link #start}, but returns at once, so that the caller can record the process before {@link #awaitReady}. */
    public static KafkaBroker launch(Path dataDirectory, int port, Path logFile) {
        return launch(dataDirectory, port, logFile, Map.of());
    }

    /**
     * Starts a broker with custom settings and returns at once.
     *
     * @param own settings that override the defaults, by Kafka's names
     */
    public static KafkaBroker launch(Path dataDirectory, int port, Path logFile, Map<String, String> own) {
        return launch(
                dataDirectory,
                BrokerQuorum.of(List.of(new BrokerQuorum.Member(port, ServerLauncher.freePort()))),
                1,
                logFile,
                own);
    }

    /**
     * Starts one broker of a cluster and returns at once. It becomes ready when a majority of the brokers runs.
     *
     * @param id the id of its member in the quorum
     */
    public static KafkaBroker launch(Path dataDirectory, BrokerQuorum quorum, int id, Path logFile) {
        return launch(dataDirectory, quorum, id, logFile, Map.of());
    }

    private static KafkaBroker launch(
            Path dataDirectory, BrokerQuorum quorum, int id, Path logFile, Map<String, String> own) {
        int port = quorum.member(id).port();
        ServerLauncher.requireFree("Kafka", port);
        Path settings = writeSettings(dataDirectory, quorum, id, own);
        ServerLauncher launcher = new ServerLauncher("Kafka", logFile, STOP_SIGNAL);
        ServerProcess process = launcher.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms128m",
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        ClassPath.of(KafkaBrokerMain.class),
                        KafkaBrokerMain.class.getName(),
                        settings.toString(),
                        quorum.clusterId()),
                Map.of());
        return new KafkaBroker(launcher, process, port);
    }

    /**
     * Waits until the broker is ready: it opens its port as the last step of its start, after its controller has
     * unfenced it.
     *
     * @throws ServerStartException if it does not start, with the end of its log; the process is stopped then
     */
    public void awaitReady() throws InterruptedException {
        launcher.await(process, READY_DEADLINE, () -> ServerLauncher.listens(port));
    }

    public ServerProcess process() {
        return process;
    }

    /** The value of {@code bootstrap.servers} for clients. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    private static Path writeSettings(Path dataDirectory, BrokerQuorum quorum, int id, Map<String, String> own) {
        BrokerQuorum.Member member = quorum.member(id);
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(id),
                "controller.quorum.voters",
                quorum.voters(),
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + member.port() + ",CONTROLLER://127.0.0.1:" + member.controllerPort(),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs",
                dataDirectory.toAbsolutePath().resolve("log").toString(),
                "auto.create.topics.enable",
                "false",
                "message.max.bytes",
                Integer.toString(MAX_MESSAGE_BYTES),
                "socket.request.max.bytes",
                Integer.toString(2 * MAX_MESSAGE_BYTES)));
        settings.putAll(replicas(Integer.toString(quorum.replicas()), Integer.toString(quorum.minInSync())));
        settings.putAll(workQueue());
        settings.putAll(smallMachine());
        settings.putAll(own);
        try {
            Files.createDirectories(dataDirectory);
            Path file = dataDirectory.resolve("server.properties");
            try (var writer = Files.newBufferedWriter(file)) {
                settings.store(writer, "rewritten at each start");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write Kafka's settings in " + dataDirectory, e);
        }
    }

    private static Map<String, String> replicas(String replicas, String minInSync) {
        return Map.of(
                "default.replication.factor", replicas,
                "min.insync.replicas", minInSync,
                "offsets.topic.replication.factor", replicas,
                "transaction.state.log.replication.factor", replicas,
                "transaction.state.log.min.isr", minInSync,
                "share.coordinator.state.topic.replication.factor", replicas,
                "share.coordinator.state.topic.min.isr", minInSync);
    }

    /** Kafka's defaults suit a large cluster: 50 partitions per internal topic, and delays for members that may still join. */
    private static Map<String, String> workQueue() {
        return Map.of(
                // The trial of a killed trainer waits this long; a live trainer renews its lock.
                "group.share.min.record.lock.duration.ms", "5000",
                "group.share.record.lock.duration.ms", "15000",
                "group.share.delivery.count.limit", "10",
                // The maximum number of slots in a pool: Kafka 4.2 allows 1,000, its default is 200.
                "group.share.max.size", "1000",
                // The number of trials that can start after one that runs for very long: docs/adr/0001.
                "group.share.partition.max.record.locks", "10000");
    }

    private static Map<String, String> smallMachine() {
        return Map.of(
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "4",
                "group.initial.rebalance.delay.ms", "0",
                // Without a second replica, a power cut loses at most the last second of writes.
                "log.flush.interval.ms", "1000",
                "log.flush.scheduler.interval.ms", "1000",
                "log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    }
}
