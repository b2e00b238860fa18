package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Certificates.Identity;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The services as processes, with the environment of their pods. Only addresses differ, and the TLS of the database, which
 * the embedded one does not have.
 */
final class RunningPods implements AutoCloseable {
    private static final Map<String, Service> SERVICES = Map.of(
            "orchestrator", Service.ORCHESTRATOR, "evaluator", Service.EVALUATOR, "trainer-cpu", Service.TRAINER);
    private static final String TOKEN = "a token";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Manifests manifests;
    private final GuardedBroker broker;
    private final int postgres;
    private final Path directory;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, ServiceLauncher> launchers = new HashMap<>();
    private final Map<String, ServerProcess> processes = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    RunningPods(Manifests manifests, GuardedBroker broker, String jdbcUrl, Path directory) {
        this.manifests = manifests;
        this.broker = broker;
        this.postgres = URI.create(jdbcUrl.replaceFirst("^jdbc:", "")).getPort();
        this.directory = directory;
    }

    /** Starts all of them; does not wait. */
    void start() throws InterruptedException {
        for (Pod pod : manifests.pods()) {
            ServiceLauncher launcher = new ServiceLauncher(
                    new ServiceApplication(
                            Path.of(".."), SERVICES.get(pod.service()), directory.resolve(pod.service())),
                    directory.resolve(pod.service() + ".log"),
                    environment(pod));
            int port = ServerLauncher.freePort();
            ports.put(pod.service(), port);
            launchers.put(pod.service(), launcher);
            processes.put(pod.service(), launcher.launch(port, broker.port(), postgres));
        }
    }

    void awaitReady() throws InterruptedException {
        for (String service : processes.keySet()) {
            launchers.get(service).awaitReady(processes.get(service), ports.get(service));
        }
    }

    /** Submits an experiment and returns its id. */
    String submit(String document) throws IOException, InterruptedException {
        HttpResponse<String> response = post("/api/experiments", document);
        if (response.statusCode() != 201 && response.statusCode() != 202) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        return Manifests.YAML.readTree(response.body()).required("id").asText();
    }

    HttpResponse<String> post(String path, String yaml) throws IOException, InterruptedException {
        return http.send(
                request("orchestrator", path)
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/yaml")
                        .POST(HttpRequest.BodyPublishers.ofString(yaml))
                        .build(),
                BodyHandlers.ofString());
    }

    String get(String service, String path) throws IOException, InterruptedException {
        return http.send(request(service, path).build(), BodyHandlers.ofString())
                .body();
    }

    int status(String service, String path) throws IOException, InterruptedException {
        return http.send(request(service, path).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() throws InterruptedException {
        for (var process : processes.entrySet()) {
            process.getValue().stop(SERVICES.get(process.getKey()).stopSignal(), GRACE);
        }
        http.close();
    }

    private HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(service) + path))
                .timeout(TIMEOUT);
    }

    private Map<String, String> environment(Pod pod) {
        Identity identity = broker.certificates().issue(pod.service());
        Map<String, String> environment = pod.environment(manifests);
        pod.variables()
                .filter(variable -> variable.has("valueFrom"))
                .forEach(variable -> environment.put(
                        variable.required("name").asText(),
                        secret(pod, variable.at("/valueFrom/secretKeyRef"), identity)));
        // The timing depends on earlier tests; trainer-cpu's IdleExitIT tests that an idle trainer exits.
        environment.remove("LOSSLINE_TRAINER_EXIT_WHEN_IDLE");
        environment.remove("KAFKA_BOOTSTRAP_SERVERS");
        environment.remove("QUARKUS_DATASOURCE_JDBC_URL");
        environment.put("LOSSLINE_DATASETS", datasetsOfThisMachine());
        return environment;
    }

    /** The Secrets created by Strimzi, CloudNativePG and the user. */
    private String secret(Pod pod, JsonNode reference, Identity identity) {
        String place = reference.required("name").asText() + "/"
                + reference.required("key").asText();
        return switch (place.replace(pod.service() + "/", "itself/")) {
            case "itself/user.crt" -> identity.certificate();
            case "itself/user.key" -> identity.key();
            case "lossline-cluster-ca-cert/ca.crt" -> broker.certificates().certificate();
            case "lossline-postgres-app/username", "lossline-postgres-app/password" -> "lossline_writer";
            case "lossline-reader/username", "lossline-reader/password" -> "lossline_reader";
            case "lossline-api/token" -> TOKEN;
            default -> throw new IllegalStateException("nobody makes " + place);
        };
    }

    private static String datasetsOfThisMachine() {
        return Optional.ofNullable(System.getenv("LOSSLINE_DATASETS"))
                .orElse(Path.of(System.getenv("HOME"), ".lossline", "datasets").toString());
    }
}
