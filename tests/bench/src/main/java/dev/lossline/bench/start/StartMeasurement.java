package dev.lossline.bench.start;

import dev.lossline.bench.harness.BenchPaths;
import dev.lossline.bench.harness.BenchStack;
import dev.lossline.bench.harness.BenchStack.Running;
import dev.lossline.stack.ClassArchiver;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Measures starts of services and latencies of experiments. */
final class StartMeasurement {
    private static final int SUBMISSIONS_PER_ROUND = 5;
    private static final int EPOCHS_UNDER_LOAD = 6;
    private static final Duration ARCHIVING_DEADLINE = Duration.ofMinutes(3);
    private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(1);

    private final BenchStack stack;
    private final BenchPaths paths;
    private final PrintStream out;
    private final List<ServiceStart> starts = new ArrayList<>();
    private final List<Latencies> latencies = new ArrayList<>();
    private final List<Double> commands = new ArrayList<>();
    private final List<LoadRun> loads = new ArrayList<>();

    StartMeasurement(BenchStack stack, BenchPaths paths, PrintStream out) {
        this.stack = stack;
        this.paths = paths;
        this.out = out;
    }

    StartReport report() {
        return new StartReport(starts, latencies, commands, loads);
    }

    /** Creates class archives as {@code ./lossline down} does after a first start, but waits for them. Also creates the tables. */
    void createArchives() throws InterruptedException, IOException {
        out.println("Starting the services and creating missing class archives");
        List<Running> running = new ArrayList<>();
        for (Service service : Service.values()) {
            running.add(stack.start(service, ServiceApplication::recordingClasses));
        }
        try (Submitter submitter = new Submitter(running.getFirst().port(), stack.brokers())) {
            submitter.train(1, 2);
        }
        running.forEach(StartMeasurement::stop);
        Path log = stack.log("archiver");
        Optional<ServerProcess> archiver = new ClassArchiver(log)
                .start(List.of(Service.values()).stream()
                        .map(stack::application)
                        .toList());
        if (archiver.isPresent()) {
            stack.add("archiver", archiver.get(), StopSignal.TERM);
            var unused = archiver.get().ended(ARCHIVING_DEADLINE);
        }
        for (Service service : Service.values()) {
            if (!stack.application(service).archive().exists()) {
                throw new IllegalStateException(
                        "no class archive of the " + service.title() + " was created: " + Files.readString(log));
            }
        }
    }

    /** Measures starts of each service alone and of all together, with and without archive, interleaved. */
    void starts(int rounds) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (boolean archived : new boolean[] {false, true}) {
                for (Service service : Service.values()) {
                    stop(start(service, archived, false));
                }
                try (ExecutorService executor = Executors.newCachedThreadPool()) {
                    List<Future<Running>> together = new ArrayList<>();
                    for (Service service : Service.values()) {
                        together.add(executor.submit(() -> start(service, archived, true)));
                    }
                    for (Future<Running> running : together) {
                        stop(running.get());
                    }
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
    }

    /** Measures submissions one after the other, and trials with an idle and a busy broker, interleaved. */
    void workingStack(int rounds) throws InterruptedException, IOException {
        Running orchestrator = stack.start(Service.ORCHESTRATOR);
        stack.start(Service.EVALUATOR);
        ServerProcess trainer = stack.start(Service.TRAINER).process();
        NoiseProducer.createTopic(stack.brokers());
        Path document =
                Files.writeString(stack.log("document").resolveSibling("document.yaml"), Submitter.document(1, 1));
        try (Submitter submitter = new Submitter(orchestrator.port(), stack.brokers())) {
            submitter.train(1, 1);
            for (int round = 1; round <= rounds; round++) {
                for (int i = 0; i < SUBMISSIONS_PER_ROUND; i++) {
                    latencies.add(Latencies.of(submitter.train(1, 1)));
                    commands.add(command(orchestrator.port(), document));
                }
                for (boolean busy : new boolean[] {false, true}) {
                    for (int trials : new int[] {1, 2}) {
                        loads.add(load(submitter, trainer, trials, busy));
                    }
                }
                out.printf(
                        Locale.ROOT,
                        "  round %d: %.0f ms from request to first batch%n",
                        round,
                        latencies.getLast().requestToBatch());
            }
        }
    }

    private Running start(Service service, boolean archived, boolean together) throws InterruptedException {
        UnaryOperator<ServiceApplication> options =
                archived ? UnaryOperator.identity() : ServiceApplication::withoutArchive;
        long begin = System.nanoTime();
        Running running = stack.start(service, options);
        double seconds = (System.nanoTime() - begin) / 1e9;
        ServiceStart start = new ServiceStart(
                service,
                archived,
                together,
                seconds,
                running.process().cpuTime().toNanos() / 1e9,
                running.process().residentBytes());
        synchronized (starts) {
            starts.add(start);
            out.printf(
                    Locale.ROOT,
                    "  %-14s %s %s %.2f s%n",
                    service.title(),
                    archived ? "archive" : "jars   ",
                    together ? "together" : "alone   ",
                    seconds);
        }
        return running;
    }

    private LoadRun load(Submitter submitter, ServerProcess trainer, int trials, boolean busy)
            throws InterruptedException, IOException {
        if (!busy) {
            return loaded(submitter, trainer, trials, false);
        }
        try (NoiseProducer producer = NoiseProducer.start(stack.brokers())) {
            return loaded(submitter, trainer, trials, true);
        }
    }

    private static LoadRun loaded(Submitter submitter, ServerProcess trainer, int trials, boolean busy)
            throws InterruptedException, IOException {
        Duration before = trainer.cpuTime();
        Submitter.Trained trained = submitter.train(trials, EPOCHS_UNDER_LOAD);
        return LoadRun.of(trials, busy, trained.events(), trainer.cpuTime().minus(before));
    }

    /** Runs {@code ./lossline submit} and returns the milliseconds that it took. */
    private double command(int orchestrator, Path document) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        paths.root().resolve("lossline").toString(), "submit", document.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(stack.log("submit").toFile()));
        builder.environment().put("LOSSLINE_URL", "http://127.0.0.1:" + orchestrator);
        long begin = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(COMMAND_DEADLINE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("./lossline submit failed: " + Files.readString(stack.log("submit")));
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void stop(Running running) {
        BenchStack.stop(running.process(), StopSignal.TERM);
    }
}
