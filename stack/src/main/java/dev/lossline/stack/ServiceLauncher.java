package dev.lossline.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts one of Lossline's services. */
public final class ServiceLauncher {
    /**
     * Settings that make the evaluator drop the tables when it starts, create them again and fill them from the log. Use them
     * for one start only. Roles and privileges are kept; rows are not.
     */
    public static final Map<String, String> EMPTY_TABLES = Map.of("QUARKUS_FLYWAY_CLEAN_AT_START", "true");

    private static final Duration READY_DEADLINE = Duration.ofMinutes(2);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final ServiceApplication application;
    private final Service service;
    private final ServerLauncher launcher;
    private final Map<String, String> settings;

    /**
     * A launcher of one service.
     *
     * @param settings environment variables in addition to the addresses of its servers
     */
    public ServiceLauncher(ServiceApplication application, Path logFile, Map<String, String> settings) {
        this.application = application;
        this.service = application.service();
        this.launcher = new ServerLauncher(service.title(), logFile, service.stopSignal());
        this.settings = settings;
    }

    /** {@link #launch(int, String, int)} with one broker. */
    public ServerProcess launch(int port, int kafkaPort, int postgresPort) {
        return launch(port, "127.0.0.1:" + kafkaPort, postgresPort);
    }

    /**
     * Starts the service and returns at once.
     *
     * @param brokers Kafka's {@code bootstrap.servers}
     * @throws ServerStartException if the port is in use or the process cannot be started
     */
    public ServerProcess launch(int port, String brokers, int postgresPort) {
        ServerLauncher.requireFree(service.title(), port);
        String jar = application.install().toString();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(service));
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(application.classOptions());
        command.addAll(List.of("-jar", jar));
        return launcher.start(command, environment(port, brokers, postgresPort));
    }

    /** JVM options, which must also be used to create a class archive. */
    static List<String> options(Service service) {
        return List.of("-Xmx" + service.heap(), "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
    }

    /**
     * Waits until the service reports that it is ready.
     *
     * @throws ServerStartException if it does not become ready, with the end of its log; the process is stopped then
     */
    public void awaitReady(ServerProcess process, int port) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(PROBE_TIMEOUT)
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build()) {
            launcher.await(process, READY_DEADLINE, () -> isReady(client, probe));
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest probe) {
        try {
            return client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            // Ends the wait between two probes.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<String, String> environment(int port, String brokers, int postgresPort) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                brokers,
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                // One thread per trial: idle OpenMP threads spin and slow down the working ones.
                "OMP_NUM_THREADS",
                "1",
                "MKL_NUM_THREADS",
                "1"));
        service.databaseRole().ifPresent(role -> {
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", PostgresServer.jdbcUrl(postgresPort));
            environment.put("QUARKUS_DATASOURCE_USERNAME", role);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", role);
        });
        environment.putAll(settings);
        return environment;
    }
}
