package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A Kafka broker and its KRaft controller in one JVM of their own, on loopback. Its data stays between starts. */
public final class KafkaBroker {
    public static final StopSignal STOP_SIGNAL = StopSignal.TERM;

    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);

    /** A checkpoint of {@code Topic.MAX_CHECKPOINT_BYTES}, and what goes around it. */
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
     * Starts a broker and waits until it can be used.
     *
     * @param dataDirectory formatted where it is new
     * @param port where clients connect
     * @throws ServerStartException where it does not start, with the end of its log; then nothing is left running
     */
    public static KafkaBroker start(Path dataDirectory, int port, Path logFile) throws InterruptedException {
        KafkaBroker broker = launch(dataDirectory, port, logFile);
        broker.awaitReady();
        return broker;
    }

    /** As {@link #start}, but returns at once, for who wants to note the process before {@link #awaitReady}. */
    public static KafkaBroker launch(Path dataDirectory, int port, Path logFile) {
        return launch(dataDirectory, port, logFile, Map.of());
    }

    /**
     * As the above, for who needs another broker.
     *
     * @param own settings that go before those that are made here, by Kafka's names
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
     * Starts one broker of a cluster and returns at once. It is ready when most of them are there.
     *
     * @param id which member of the quorum it is
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
     * Waits until the broker can be used: it opens its port as the last step of its start, after its controller let
     * it in.
     *
     * @throws ServerStartException where it does not start, with the end of its log; then it is stopped
     */
    public void awaitReady() throws InterruptedException {
        launcher.await(process, READY_DEADLINE, () -> ServerLauncher.listens(port));
    }

    public ServerProcess process() {
        return process;
    }

    /** What clients take as {@code bootstrap.servers}. */
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
        settings.putAll(replicas(Integer.toString(quorum.replicas()), Integer.toString(quorum.leastInSync())));
        settings.putAll(workQueue());
        settings.putAll(smallMachine());
        settings.putAll(own);
        try {
            Files.createDirectories(dataDirectory);
            Path file = dataDirectory.resolve("server.properties");
            try (var writer = Files.newBufferedWriter(file)) {
                settings.store(writer, "written at each start");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write Kafka's settings in " + dataDirectory, e);
        }
    }

    private static Map<String, String> replicas(String replicas, String leastInSync) {
        return Map.of(
                "default.replication.factor", replicas,
                "min.insync.replicas", leastInSync,
                "offsets.topic.replication.factor", replicas,
                "transaction.state.log.replication.factor", replicas,
                "transaction.state.log.min.isr", leastInSync,
                "share.coordinator.state.topic.replication.factor", replicas,
                "share.coordinator.state.topic.min.isr", leastInSync);
    }

    /** The defaults are those of a cluster: 50 partitions of each inner topic, waits for members that are all here. */
    private static Map<String, String> workQueue() {
        return Map.of(
                // A killed trainer's trial waits this long; a living one's lock is renewed.
                "group.share.min.record.lock.duration.ms", "5000",
                "group.share.record.lock.duration.ms", "15000",
                "group.share.delivery.count.limit", "10",
                // How many slots a pool can have: as many as Kafka 4.2 allows, its default is 200.
                "group.share.max.size", "1000",
                // How many trials can be started after one that goes on and on: docs/adr/0001.
                "group.share.partition.max.record.locks", "10000");
    }

    private static Map<String, String> smallMachine() {
        return Map.of(
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "4",
                "group.initial.rebalance.delay.ms", "0",
                // There is no second replica: a power cut may take what the last second wrote, and no more.
                "log.flush.interval.ms", "1000",
                "log.flush.scheduler.interval.ms", "1000",
                "log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    }
}
