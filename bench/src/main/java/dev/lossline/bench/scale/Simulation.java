package dev.lossline.bench.scale;

import dev.lossline.bench.BenchStack;
import dev.lossline.contract.Json;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Submits, lets trainers that sleep take all of it, kills one of them, and waits until all is recorded. */
final class Simulation {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofMinutes(15);
    private static final int LATE_TRIALS = 10;

    private final ScalePlan plan;
    private final BenchStack stack;
    private final Path jar;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<UUID, Instant> submitted = new LinkedHashMap<>();
    private double worstDelay;

    /** @param jar the one that this program was started from */
    Simulation(ScalePlan plan, BenchStack stack, Path jar, PrintStream out) {
        this.plan = plan;
        this.stack = stack;
        this.jar = jar;
        this.out = out;
    }

    /** How many trials are where. */
    private record Progress(long started, long completed, long evaluated) {}

    /** Runs it; the log and the tables have it all afterwards. */
    ScaleRun run() throws InterruptedException, IOException, SQLException {
        Growth empty = Growth.of(stack);
        Instant submittedAt = Instant.now();
        for (int number = 1; number <= plan.experiments(); number++) {
            submitted.put(submit(plan.document(number)), Instant.now());
        }
        await("all trials are recorded", () -> count("select count(*) from trial") == plan.trials());
        Duration submission = since(submittedAt);
        out.printf(Locale.ROOT, "%,d trials submitted and recorded in %d s%n", plan.trials(), submission.toSeconds());
        Instant launched = Instant.now();
        for (int number = 1; number <= plan.processes(); number++) {
            int slots = number * plan.slots();
            launch("trainer-" + number);
            await(slots + " slots are connected", () -> connected() >= slots);
            out.printf(
                    Locale.ROOT,
                    "  %,d slots after %d s%n",
                    slots,
                    since(launched).toSeconds());
        }
        Duration connection = since(launched);
        out.printf(Locale.ROOT, "%,d slots connected after %d s%n", plan.allSlots(), connection.toSeconds());
        Sample before = Sample.of(stack.processes());
        follow("half of them are trained", progress -> progress.completed() >= plan.trials() / 2);
        Sample middle = Sample.of(stack.processes());
        String victim = "trainer-" + plan.processes();
        Instant killed = Instant.now();
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
                "all of them are trained and evaluated",
                progress -> progress.evaluated() == plan.trials() + LATE_TRIALS);
        Sample after = Sample.of(stack.processes());
        return new ScaleRun(
                submission,
                connection,
                launched.plus(connection),
                killed,
                victim,
                new ScaleRun.Late(late, lateAt),
                Map.copyOf(submitted),
                List.of(before, middle, after),
                worstDelay,
                List.of(empty, Growth.of(stack)),
                Instant.now());
    }

    private long connected() throws IOException, InterruptedException {
        return Math.round(metric(Service.ORCHESTRATOR, "lossline_slots_connected"));
    }

    private static Duration since(Instant begin) {
        return Duration.between(begin, Instant.now());
    }

    private void launch(String name) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Slots are three threads each, which wait.
                "-Xss256k",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                jar.toString(),
                SimulatedTrainer.class.getName()));
        command.addAll(SimulatedTrainer.arguments(stack.brokers(), name, plan));
        ServerProcess process = new ServerLauncher(name, stack.log(name), StopSignal.TERM).start(command, Map.of());
        stack.add(name, process, StopSignal.TERM);
    }

    private UUID submit(String yaml) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.port(Service.ORCHESTRATOR) + "/api/experiments"))
                .header("Content-Type", "application/yaml")
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofString(yaml))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("refused with %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return UUID.fromString(Json.MAPPER.readTree(answer.body()).path("id").asText());
    }

    /** Waits until it is so far, and says now and then how far it is. */
    private void follow(String what, Predicate<Progress> enough)
            throws InterruptedException, IOException, SQLException {
        Instant[] said = {Instant.MIN};
        await(what, () -> {
            Progress progress = progress();
            worstDelay = Math.max(
                    worstDelay, metric(Service.EVALUATOR, "lossline_recording_delay_seconds{quantile=\"0.99\"}"));
            if (said[0].isBefore(Instant.now().minusSeconds(30))) {
                said[0] = Instant.now();
                out.printf(
                        Locale.ROOT,
                        "  %tT  %,d started, %,d trained, %,d evaluated; load %.1f%n",
                        said[0].atZone(ZoneId.systemDefault()),
                        progress.started(),
                        progress.completed(),
                        progress.evaluated(),
                        Sample.of(Map.of()).load());
            }
            return enough.test(progress);
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

    private void await(String what, Condition condition) throws InterruptedException, IOException, SQLException {
        Instant deadline = Instant.now().plus(plan.least().multipliedBy(3)).plus(SLACK);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("in vain until " + deadline + ": " + what);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
