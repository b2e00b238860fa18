package dev.lossline.bench;

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

/** A contestant's process. It waits between questions, so that the others have the machine. */
final class RunningContestant implements AutoCloseable {

    /** Longer than torch.compile compiles or DL4J trains the largest network for an epoch. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final String version;

    private RunningContestant(Process process) throws SkippedException, InterruptedException {
        this.process = process;
        Thread.ofPlatform().daemon().start(() -> readLines(process));
        version = answer(Answer.Version.class).version();
    }

    /**
     * Starts it and waits until it is there.
     *
     * @param home where DJL keeps its natives, and logs go
     * @throws SkippedException where it cannot take part; the message says why
     */
    static RunningContestant start(Contestant contestant, int cores, Path home, Path datasets)
            throws SkippedException, InterruptedException {
        for (var need : contestant.needs().entrySet()) {
            if (!Files.exists(need.getKey())) {
                throw new SkippedException(need.getValue());
            }
        }
        List<String> command = new ArrayList<>(Machine.pinnedTo(cores));
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
                return new RunningContestant(process);
            } catch (SkippedException | InterruptedException e) {
                endWithChildren(process);
                throw e;
            }
        } catch (IOException e) {
            throw new SkippedException(e.getMessage());
        }
    }

    /** Its libraries. */
    String version() {
        return version;
    }

    /** Begins a training. */
    void train(Setting setting, long seed, double learningRate) throws SkippedException, InterruptedException {
        ask("train %d %d %d %s".formatted(setting.hidden(), setting.batch(), seed, learningRate));
        answer(Answer.Ready.class);
    }

    /** Trains an epoch more. */
    Answer.Epoch epoch() throws SkippedException, InterruptedException {
        ask("epoch");
        return answer(Answer.Epoch.class);
    }

    /** Seconds for so many trainings, so many at a time. Lossline alone knows this. */
    double trials(int count, int threads, int epochs, Setting setting) throws SkippedException, InterruptedException {
        ask("trials %d %d %d %d %d".formatted(count, threads, epochs, setting.hidden(), setting.batch()));
        return answer(Answer.Trials.class).seconds();
    }

    @Override
    public void close() {
        endWithChildren(process);
    }

    private void ask(String question) throws SkippedException {
        try {
            process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new SkippedException("it has ended: " + e.getMessage());
        }
    }

    private <T extends Answer> T answer(Class<T> expected) throws SkippedException, InterruptedException {
        while (true) {
            Optional<String> line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new SkippedException("no answer in " + PATIENCE.toMinutes() + " minutes");
            }
            if (line.isEmpty()) {
                throw new SkippedException("it ended; see its log, logs/bench-*.log in LOSSLINE_HOME");
            }
            Optional<Answer> answer = Answer.parse(line.get());
            if (answer.isPresent() && answer.get() instanceof Answer.Skip skip) {
                throw new SkippedException(skip.why());
            }
            if (answer.filter(expected::isInstance).isPresent()) {
                return expected.cast(answer.get());
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
