package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.stack.ServerLauncher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A separate stack for a test, on free ports. */
final class TestStack implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final Path home;
    private final CommandLine lossline;
    private final int orchestratorPort;
    private final int kafkaPort;

    private TestStack(Path home, CommandLine lossline, int orchestratorPort, int kafkaPort) {
        this.home = home;
        this.lossline = lossline;
        this.orchestratorPort = orchestratorPort;
        this.kafkaPort = kafkaPort;
    }

    static TestStack up(Path home) throws Exception {
        int orchestrator = ServerLauncher.freePort();
        int kafka = ServerLauncher.freePort();
        CommandLine lossline = new CommandLine(
                home,
                Map.of(
                        "LOSSLINE_DATASETS", datasetsOfThisMachine(),
                        "LOSSLINE_GRAFANA", "http://127.0.0.1:3000",
                        "LOSSLINE_PORT_POSTGRES", Integer.toString(ServerLauncher.freePort()),
                        "LOSSLINE_PORT_KAFKA", Integer.toString(kafka),
                        "LOSSLINE_PORT_ORCHESTRATOR", Integer.toString(orchestrator),
                        "LOSSLINE_PORT_EVALUATOR", Integer.toString(ServerLauncher.freePort()),
                        "LOSSLINE_PORT_TRAINER", Integer.toString(ServerLauncher.freePort())));
        TestStack stack = new TestStack(home, lossline, orchestrator, kafka);
        stack.start();
        return stack;
    }

    /** Starts the parts that are not running. */
    void start() throws Exception {
        start(Map.of());
    }

    /** Starts the parts that are not running, with additional environment variables. */
    void start(Map<String, String> environment) throws Exception {
        CommandLine.Result up = lossline.with(environment).run("up");
        assertThat(up.exitCode()).as(up.output()).isZero();
    }

    /** Runs a command with this stack's environment. */
    CommandLine.Result run(String... arguments) throws Exception {
        return lossline.run(arguments);
    }

    String address() {
        return "http://127.0.0.1:" + orchestratorPort;
    }

    /** Submits a document through the API and returns the experiment's id. */
    String submit(String document) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/experiments"))
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(document))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String response = client.send(request, BodyHandlers.ofString()).body();
            Matcher id = ID.matcher(response);
            assertThat(id.find()).as(response).isTrue();
            return id.group(1);
        }
    }

    int kafkaPort() {
        return kafkaPort;
    }

    void killOrchestrator() {
        String application = home.resolve("services/orchestrator") + "/";
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(application))
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws Exception {
        CommandLine.Result down = lossline.run("down");
        assertThat(down.exitCode()).as(down.output()).isZero();
    }

    /** The datasets are shared by all tests on this machine; {@code up} downloads MNIST if it is missing. */
    private static String datasetsOfThisMachine() {
        return Optional.ofNullable(System.getenv("LOSSLINE_DATASETS"))
                .orElse(Path.of(System.getenv("HOME"), ".lossline", "datasets").toString());
    }
}
