package dev.lossline.training;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints seconds per epoch on MNIST, batch size 64, plain SGD, one core, for the networks of the study: the median of
 * some epochs after one that warms up, and their range.
 */
public final class TrainingBenchmark {

    private static final String USAGE = "usage: [--epochs N (5)] [--datasets DIR (~/.lossline/datasets)]";
    private static final int WARM_UP = 1;
    private static final List<List<Integer>> NETWORKS = List.of(List.of(), List.of(128), List.of(256), List.of(512));

    private TrainingBenchmark() {}

    /** What the arguments say. */
    private record Options(int epochs, Path datasets) {
        private Options {
            if (epochs < 1) {
                throw new IllegalArgumentException("--epochs is " + epochs + ", must be at least 1");
            }
        }

        static Options of(String[] args) {
            int epochs = 5;
            Path datasets = DatasetStore.defaultDirectory();
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " needs a value");
                }
                switch (args[i]) {
                    case "--epochs" -> epochs = Integer.parseInt(args[i + 1]);
                    case "--datasets" -> datasets = Path.of(args[i + 1]);
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            return new Options(epochs, datasets);
        }
    }

    /**
     * Runs it. Ends with status 2 where the arguments are wrong.
     *
     * @param args {@code --epochs N} and {@code --datasets DIR}
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            run(Options.of(args), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
        }
    }

    private static void run(Options options, PrintStream out) throws InterruptedException {
        Dataset dataset = new DatasetStore(options.datasets()).open(DatasetName.MNIST, notesTo(System.err));
        out.println("machine  " + machine());
        out.println("java     " + Runtime.version());
        out.println("djl      " + TorchEngine.djlVersion() + ", PyTorch " + TorchEngine.torchVersion());
        out.println("seconds per epoch: MNIST, batch size 64, SGD, one core, median of " + options.epochs());
        for (List<Integer> hidden : NETWORKS) {
            double[] seconds = measure(dataset, hidden, options.epochs());
            out.printf(
                    Locale.ROOT,
                    "  %-8s %6.3f  (%.3f to %.3f)%n",
                    hidden.isEmpty() ? "SLP" : "MLP " + hidden.get(0),
                    seconds[seconds.length / 2],
                    seconds[0],
                    seconds[seconds.length - 1]);
        }
    }

    /** Seconds of each epoch, the shortest first. */
    private static double[] measure(Dataset dataset, List<Integer> hidden, int epochs) throws InterruptedException {
        Architecture architecture = new Architecture(dataset.inputs(), hidden, dataset.classes(), Activation.RELU);
        TrainingPlan plan = new TrainingPlan(architecture, Optimizer.Sgd.of(0.001), WARM_UP + epochs, 64, 0, 0);
        List<Double> seconds = new ArrayList<>();
        new Training(plan, dataset, Device.cpu()).run((result, checkpoint) -> seconds.add(result.seconds()));
        double[] measured =
                seconds.stream().skip(WARM_UP).mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(measured);
        return measured;
    }

    private static DownloadListener notesTo(PrintStream out) {
        return new DownloadListener() {
            @Override
            public void note(String message) {
                out.println(message);
            }
        };
    }

    private static String machine() {
        String cores = Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch");
        try {
            // Linux says the model here; other systems lack the file.
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 2) + ", " + cores)
                    .orElse(cores);
        } catch (IOException e) {
            return cores;
        }
    }
}
