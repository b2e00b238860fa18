package dev.lossline.drill.harness;

import dev.lossline.stack.BrokerQuorum;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Creates the processes of a stack, each with its own port, data and log, without starting them. */
final class StackParts {
    private final DrillPaths paths;
    private final Path directory;
    private final Ports ports = new Ports();
    private final BrokerQuorum quorum;
    private final int postgresPort;

    StackParts(DrillPaths paths, Path directory, int brokers) {
        this.paths = paths;
        this.directory = directory;
        this.quorum = BrokerQuorum.of(IntStream.range(0, brokers)
                .mapToObj(i -> new BrokerQuorum.Member(ports.next(), ports.next()))
                .toList());
        this.postgresPort = ports.next();
    }

    /** The value of {@code bootstrap.servers}. */
    String brokerAddresses() {
        return quorum.bootstrapServers();
    }

    List<StackProcess> brokers() {
        int brokers = quorum.members().size();
        return IntStream.rangeClosed(1, brokers)
                .mapToObj(id -> broker(id, brokers == 1 ? "kafka" : "kafka-" + id))
                .toList();
    }

    StackProcess postgres() {
        return new StackProcess(
                "PostgreSQL",
                postgresPort,
                () -> PostgresServer.start(
                                directory.resolve("postgres").resolve("data"),
                                paths.postgresBinaries(PostgresServer.VERSION),
                                postgresPort,
                                log("postgres"))
                        .process());
    }

    /** Creates a service. */
    StackProcess service(Service service, String name, SettingsNow settings) {
        int port = ports.next();
        return new StackProcess(name, port, () -> start(service, name, port, settings.get()));
    }

    /** Supplies a service's environment at each start. */
    @FunctionalInterface
    interface SettingsNow {
        Map<String, String> get();
    }

    /** Starts a service and waits until it is ready. */
    ServerProcess start(Service service, String name, int port, Map<String, String> own) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "LOSSLINE_DATASETS", paths.datasets().toString(),
                "DJL_CACHE_DIR", paths.engineCache().toString()));
        settings.putAll(own);
        ServiceApplication application = new ServiceApplication(
                paths.root(), service, directory.resolve("services").resolve(name));
        ServiceLauncher launcher = new ServiceLauncher(application, log(name), settings);
        ServerProcess process = launcher.launch(port, quorum.bootstrapServers(), postgresPort);
        launcher.awaitReady(process, port);
        return process;
    }

    private StackProcess broker(int id, String name) {
        int port = quorum.members().get(id - 1).port();
        return new StackProcess(quorum.members().size() == 1 ? "Kafka" : "Kafka " + id, port, () -> {
            KafkaBroker broker = KafkaBroker.launch(directory.resolve(name), quorum, id, log(name));
            broker.awaitReady();
            return broker.process();
        });
    }

    private Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }
}
