package dev.lossline.bench.scale;

import dev.lossline.bench.harness.BenchStack;
import dev.lossline.specification.Json;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Submits experiments, starts simulated trainers, kills one of them, and waits until every trial is recorded. */
final class Simulation {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(30);
    private static final Duration DEADLINE_MARGIN = Duration.ofMinutes(15);
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(5);
    private static final int LATE_TRIALS = 10;

    /** Lowers the priority of trainers, which would normally run on other machines. */
    private static final int NICENESS = 5;

    private final ScalePlan plan;
    private final BenchStack stack;
    private final Path jar;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<UUID, Instant> submitted = new LinkedHashMap<>();
    private final Set<String> killed = new HashSet<>();
    private double worstDelay;

    /** @param jar the jar of this program, which simulated trainers are started from */
    Simulation(ScalePlan plan, BenchStack stack, Path jar, PrintStream out) {
        this.plan = plan;
        this.stack = stack;
        this.jar = jar;
        this.out = out;
    }

    /** The number of trials in each state. */
    private record Progress(long started, long completed, long evaluated) {}

    /**
     * Runs the simulation.
     *
     * @throws IllegalStateException if a deadline passes or a process ends
     */
    ScaleRun run() throws InterruptedException, IOException, SQLException {
        Growth empty = Growth.of(stack);
        Instant submittedAt = Instant.now();
        for (int number = 1; number <= plan.experiments(); number++) {
            Instant at = Instant.now();
            submitted.put(submit(plan.document(number)), at);
        }
        await("all trials to be recorded", deadline(), () -> count("select count(*) from trial") == plan.trials());
        Duration submission = since(submittedAt);
        out.printf("%,d trials submitted and recorded in %d s%n", plan.trials(), submission.toSeconds());
        Instant launched = Instant.now();
        for (int number = 1; number <= plan.processes(); number++) {
            int slots = number * plan.slots();
            launch("trainer-" + number);
            await(slots + " slots to be connected", CONNECT_TIMEOUT, () -> connected() >= slots);
            out.printf("  %,d slots after %d s%n", slots, since(launched).toSeconds());
        }
        Duration connection = since(launched);
        out.printf("%,d slots connected after %d s%n", plan.totalSlots(), connection.toSeconds());
        Sample before = Sample.of(stack.processes());
        follow("half of the trials to be trained", progress -> progress.completed() >= plan.trials() / 2);
        Sample middle = Sample.of(stack.processes());
        String victim = "trainer-" + plan.processes();
        killed.add(victim);
        Instant killedAt = Instant.now();
        stack.processes().get(victim).kill();
        out.println("Killed " + victim);
        Instant lateAt = Instant.now();
        UUID late = submit("""
                name: late
                model: { hidden: [] }
                training: { epochs: 1 }
                seeds: %s
                """.formatted(IntStream.range(0, LATE_TRIALS).boxed().toList()));
        follow(
                "all trials to be trained and evaluated",
                progress -> progress.evaluated() == plan.trials() + LATE_TRIALS);
        Instant end = Instant.now();
        Sample after = Sample.of(stack.processes());
        return new ScaleRun(
                submission,
                connection,
                launched.plus(connection),
                killedAt,
                victim,
                new ScaleRun.Late(late, lateAt),
                Map.copyOf(submitted),
                List.of(before, middle, after),
                worstDelay,
                List.of(empty, Growth.of(stack)),
                end);
    }

    private long connected() throws IOException, InterruptedException {
        return Math.round(metric(Service.ORCHESTRATOR, "lossline_slots_connected"));
    }

    private static Duration since(Instant begin) {
        return Duration.between(begin, Instant.now());
    }

    private void launch(String name) {
        List<String> command = new ArrayList<>(ServerLauncher.nice(NICENESS));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Each slot has three threads, which mostly wait.
                "-Xss256k",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                jar.toString(),
                SimulatedTrainer.class.getName()));
        command.addAll(SimulatedTrainer.arguments(stack.brokers(), name, plan));
        ServerProcess process = new ServerLauncher(name, stack.log(name), StopSignal.TERM).start(command, Map.of());
        stack.add(name, process, StopSignal.TERM);
    }

    /** Submits a document, and retries with the same idempotency key if it is not accepted. */
    private UUID submit(String yaml) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.port(Service.ORCHESTRATOR) + "/api/experiments"))
                .header("Content-Type", "application/yaml")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofString(yaml))
                .build();
        UUID[] id = {null};
        await("the experiment to be accepted", CONNECT_TIMEOUT, () -> {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("HTTP status %d: %s".formatted(response.statusCode(), response.body()));
            }
            id[0] = UUID.fromString(
                    Json.MAPPER.readTree(response.body()).path("id").asText());
            return true;
        });
        return id[0];
    }

    /** Waits for a condition on the progress, and prints the progress from time to time. */
    private void follow(String what, Predicate<Progress> condition) throws InterruptedException {
        Instant[] printed = {Instant.MIN};
        await(what, deadline(), () -> {
            Progress progress = progress();
            worstDelay = Math.max(
                    worstDelay, metric(Service.EVALUATOR, "lossline_recording_delay_seconds{quantile=\"0.99\"}"));
            if (printed[0].isBefore(Instant.now().minus(PROGRESS_INTERVAL))) {
                printed[0] = Instant.now();
                out.printf(
                        "  %tT  %,d started, %,d trained, %,d evaluated; %,d slots connected; load %.1f%n",
                        printed[0].atZone(ZoneId.systemDefault()),
                        progress.started(),
                        progress.completed(),
                        progress.evaluated(),
                        connected(),
                        Sample.of(Map.of()).load());
            }
            return condition.test(progress);
        });
    }

    private Progress progress() throws SQLException {
        return new Progress(
                count("select count(*) from trial where started_at is not null"),
                count("select count(*) from trial where completed_at is not null"),
                count("select count(*) from evaluation"));
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = stack.connect("lossline_reader");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private double metric(Service service, String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.port(service) + "/q/metrics"))
                .timeout(Duration.ofMinutes(1))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException, IOException, SQLException;
    }

    private Duration deadline() {
        return plan.minimumDuration().multipliedBy(3).plus(DEADLINE_MARGIN);
    }

    /**
     * Waits until a condition holds. Checks that fail are repeated, because the machine is overloaded.
     *
     * @throws IllegalStateException if the condition does not hold in time, or a process has ended
     */
    private void await(String what, Duration timeout, Condition condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        String failure = "";
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException | SQLException e) {
                failure = "; the last check failed: " + e;
            }
            requireAllAlive();
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("waited %d s for %s%s".formatted(timeout.toSeconds(), what, failure));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private void requireAllAlive() {
        stack.processes().forEach((name, process) -> {
            if (!killed.contains(name) && !process.alive()) {
                throw new IllegalStateException(
                        name + " has ended" + new ServerLauncher(name, stack.log(name), StopSignal.TERM).tail());
            }
        });
    }
}
