package dev.lossline.bench.training;

import dev.lossline.bench.harness.Machine;
import dev.lossline.bench.harness.SkippedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A contestant's process. It waits for requests and uses no processor time between them. */
final class ContestantProcess implements AutoCloseable {

    /** Longer than torch.compile needs to compile, or DL4J to train the largest network for an epoch. */
    private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(3);

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final String version;

    private ContestantProcess(Process process) throws SkippedException, InterruptedException {
        this.process = process;
        Thread.ofPlatform().daemon().start(() -> readLines(process));
        version = reply(Reply.Version.class).version();
    }

    /**
     * Starts the process and waits for its first reply.
     *
     * @param home Lossline's home, for the logs and DJL's native libraries
     * @throws SkippedException if the contestant cannot take part; the message gives the reason
     */
    static ContestantProcess start(Contestant contestant, int cores, Path home, Path datasets)
            throws SkippedException, InterruptedException {
        for (var requirement : contestant.requirements().entrySet()) {
            if (!Files.exists(requirement.getKey())) {
                throw new SkippedException(requirement.getValue());
            }
        }
        List<String> command = new ArrayList<>(Machine.pinPrefix(cores));
        command.addAll(contestant.command().on(cores));
        try {
            Path log = Files.createDirectories(home.resolve("logs")).resolve("bench-" + contestant.id() + ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            for (String variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
                builder.environment().put(variable, Integer.toString(cores));
            }
            builder.environment().put("LOSSLINE_DATASETS", datasets.toString());
            builder.environment().put("DJL_CACHE_DIR", home.resolve("djl").toString());
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endWithChildren(process)));
            try {
                return new ContestantProcess(process);
            } catch (SkippedException | InterruptedException e) {
                endWithChildren(process);
                throw e;
            }
        } catch (IOException e) {
            throw new SkippedException(e.getMessage());
        }
    }

    /** The versions of its libraries. */
    String version() {
        return version;
    }

    /** Prepares the training of a new network. */
    void train(Setting setting, long seed, double learningRate) throws SkippedException, InterruptedException {
        request("train %d %d %d %s".formatted(setting.hidden(), setting.batch(), seed, learningRate));
        reply(Reply.Ready.class);
    }

    /** Trains one more epoch. */
    Reply.Epoch epoch() throws SkippedException, InterruptedException {
        request("epoch");
        return reply(Reply.Epoch.class);
    }

    /** Runs {@code count} trials, {@code threads} at a time, and returns the seconds they took. Only Lossline supports this. */
    double trials(int count, int threads, int epochs, Setting setting) throws SkippedException, InterruptedException {
        request("trials %d %d %d %d %d".formatted(count, threads, epochs, setting.hidden(), setting.batch()));
        return reply(Reply.Trials.class).seconds();
    }

    @Override
    public void close() {
        endWithChildren(process);
    }

    private void request(String line) throws SkippedException {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new SkippedException("the process has ended: " + e.getMessage());
        }
    }

    private <T extends Reply> T reply(Class<T> expected) throws SkippedException, InterruptedException {
        while (true) {
            Optional<String> line = lines.poll(REPLY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new SkippedException("no reply within " + REPLY_TIMEOUT.toMinutes() + " minutes");
            }
            if (line.isEmpty()) {
                throw new SkippedException("the process ended; see logs/bench-*.log in LOSSLINE_HOME");
            }
            Optional<Reply> reply = Reply.parse(line.get());
            if (reply.isPresent() && reply.get() instanceof Reply.Skip skip) {
                throw new SkippedException(skip.reason());
            }
            if (reply.filter(expected::isInstance).isPresent()) {
                return expected.cast(reply.get());
            }
        }
    }

    private void readLines(Process of) {
        try (BufferedReader reader = of.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            if (of.isAlive()) {
                throw new UncheckedIOException(e);
            }
        } finally {
            lines.add(Optional.empty());
        }
    }

    private static void endWithChildren(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
