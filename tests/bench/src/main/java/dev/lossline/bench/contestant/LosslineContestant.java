package dev.lossline.bench.contestant;

import ai.djl.Device;
import dev.lossline.bench.contestant.ContestantLoop.Task;
import dev.lossline.training.Activation;
import dev.lossline.training.Architecture;
import dev.lossline.training.Dataset;
import dev.lossline.training.DatasetName;
import dev.lossline.training.Optimizer;
import dev.lossline.training.TorchEngine;
import dev.lossline.training.Training;
import dev.lossline.training.TrainingPlan;
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
 * Lossline's training library. Besides the protocol of the others it knows {@code trials COUNT THREADS EPOCHS HIDDEN
 * BATCH}: so many trainings, so many at a time, and the seconds until the last is done.
 */
public final class LosslineContestant {

    private static final int MANY = 1_000_000;

    private final Dataset dataset;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private LosslineContestant(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Answers the runner. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path mnist = Path.of(System.getProperty("bench.datasets"), "mnist");
        new LosslineContestant(Dataset.read(mnist, DatasetName.MNIST)).serve();
    }

    private void serve() throws IOException, InterruptedException, ExecutionException {
        ContestantLoop.say(
                "{\"version\":\"DJL " + TorchEngine.djlVersion() + ", PyTorch " + TorchEngine.torchVersion() + "\"}");
        String line = in.readLine();
        while (line != null) {
            if (line.startsWith("train ")) {
                line = train(Task.parse(line));
            } else {
                ContestantLoop.say(String.format(Locale.ROOT, "{\"seconds\":%.6f}", trials(line.split(" ", -1))));
                line = in.readLine();
            }
        }
    }

    /** Trains an epoch each time that the runner asks, and returns the line that asks for something else. */
    private String train(Task task) throws IOException, InterruptedException {
        ContestantLoop.say("{\"ready\":true}");
        String[] line = {in.readLine()};
        if ("epoch".equals(line[0])) {
            training(task.hidden(), task.batch(), MANY, task.seed(), task.learningRate())
                    .run((result, checkpoint) -> {
                        ContestantLoop.say(
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
        // A float's 0.1 is not the double's: the plan wants what PyTorch's script says.
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
