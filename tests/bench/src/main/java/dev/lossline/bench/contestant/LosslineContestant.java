package dev.lossline.bench.contestant;

import ai.djl.Device;
import dev.lossline.bench.contestant.ContestantLoop.Task;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.Training;
import dev.lossline.training.TrainingPlan;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.engine.TorchEngine;
import dev.lossline.training.network.Architecture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains with Lossline's training library. It also supports {@code trials COUNT THREADS EPOCHS HIDDEN BATCH}, which runs
 * that many trials, {@code THREADS} at a time, and reports the seconds until the last is done.
 */
public final class LosslineContestant {

    private static final int UNLIMITED_EPOCHS = 1_000_000;

    private final Dataset dataset;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private LosslineContestant(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Serves the runner's requests. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path mnist = Path.of(System.getProperty("bench.datasets"), "mnist");
        new LosslineContestant(Dataset.read(mnist, DatasetName.MNIST)).serve();
    }

    private void serve() throws IOException, InterruptedException, ExecutionException {
        ContestantLoop.send(
                "{\"version\":\"DJL " + TorchEngine.djlVersion() + ", PyTorch " + TorchEngine.torchVersion() + "\"}");
        String line = in.readLine();
        while (line != null) {
            if (line.startsWith("train ")) {
                line = train(Task.parse(line));
            } else {
                ContestantLoop.send(String.format(Locale.ROOT, "{\"seconds\":%.6f}", trials(line.split(" ", -1))));
                line = in.readLine();
            }
        }
    }

    /** Trains an epoch for each request, and returns the first line that requests something else. */
    private String train(Task task) throws IOException, InterruptedException {
        ContestantLoop.send("{\"ready\":true}");
        String[] line = {in.readLine()};
        if ("epoch".equals(line[0])) {
            training(task.hidden(), task.batch(), UNLIMITED_EPOCHS, task.seed(), task.learningRate())
                    .run((result, checkpoint) -> {
                        ContestantLoop.send(
                                ContestantLoop.epochLine(result.epoch(), result.seconds(), result.trainingLoss()));
                        line[0] = nextLine();
                        return "epoch".equals(line[0]);
                    });
        }
        return line[0];
    }

    private double trials(String[] words) throws InterruptedException, ExecutionException {
        int count = Integer.parseInt(words[1]);
        int epochs = Integer.parseInt(words[3]);
        int hidden = Integer.parseInt(words[4]);
        int batch = Integer.parseInt(words[5]);
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(words[2]))) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long seed = i;
                running.add(threads.submit(
                        () -> training(hidden, batch, epochs, seed, 0.1).run((result, checkpoint) -> true)));
            }
            for (Future<?> trial : running) {
                trial.get();
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private Training training(int hidden, int batch, int epochs, long seed, double learningRate) {
        List<Integer> layers = hidden == 0 ? List.of() : List.of(hidden);
        Architecture network = new Architecture(dataset.inputs(), layers, dataset.classes(), Activation.RELU);
        // The nearest double to 0.1, as in PyTorch's script, not the float converted to double.
        double rate = Double.parseDouble(Float.toString((float) learningRate));
        return new Training(
                new TrainingPlan(network, Optimizer.Sgd.of(rate), epochs, batch, 0, seed), dataset, Device.cpu());
    }

    private String nextLine() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
