package dev.lossline.cli;

import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts one of Lossline's own services. */
final class ServiceLauncher {
    private static final Duration READY_DEADLINE = Duration.ofMinutes(2);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final Settings settings;
    private final StackPart part;
    private final ServerLauncher launcher;

    ServiceLauncher(Settings settings, StackPart part) {
        this.settings = settings;
        this.part = part;
        this.launcher = new ServerLauncher(part.title(), settings.log(part.id()), part.stopSignal());
    }

    ServerProcess launch(int port, int kafkaPort, int postgresPort) {
        ServerLauncher.requireFree(part.title(), port);
        return launcher.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap(),
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        new ServiceApplication(settings, part).install().toString()),
                environment(port, kafkaPort, postgresPort));
    }

    /** Waits until the service says itself that it is ready. */
    void awaitReady(ServerProcess process, int port) throws InterruptedException {
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
            // The wait between two probes ends by it.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The weights, gradients and images of the trainer are outside the heap. */
    private String heap() {
        return part == StackPart.TRAINER ? "1g" : "256m";
    }

    private Map<String, String> environment(int port, int kafkaPort, int postgresPort) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", StackPart.KAFKA.address(kafkaPort),
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "LOSSLINE_DATASETS", settings.datasets().toString(),
                "DJL_CACHE_DIR", settings.home().resolve("djl").toString(),
                // One thread a trial: idle OpenMP threads spin, and slow down those that work.
                "OMP_NUM_THREADS", "1",
                "MKL_NUM_THREADS", "1"));
        if (part != StackPart.TRAINER) {
            String role = part == StackPart.EVALUATOR ? "lossline_writer" : "lossline_reader";
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", PostgresServer.jdbcUrl(postgresPort));
            environment.put("QUARKUS_DATASOURCE_USERNAME", role);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", role);
        }
        return environment;
    }
}
