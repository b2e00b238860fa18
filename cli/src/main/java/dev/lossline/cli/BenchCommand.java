package dev.lossline.cli;

import dev.lossline.training.DatasetName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast this machine trains. */
@Command(
        name = "bench",
        description = "Prints seconds per epoch for an SLP and MLPs with 128, 256, 512 units on one core.")
final class BenchCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    private enum What {
        TRAINING
    }

    @Parameters(paramLabel = "WHAT", description = "What is measured: training.")
    private What what;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Epochs measured (${DEFAULT-VALUE}).")
    private int epochs;

    BenchCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return switch (what) {
            case TRAINING -> training();
        };
    }

    private int training() throws InterruptedException {
        new DatasetDownload(terminal).fetch(DatasetName.MNIST, settings.datasets());
        Path libraries = settings.root().resolve("trainer-cpu/target/quarkus-app/lib");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        classPath(libraries),
                        "dev.lossline.training.TrainingBenchmark",
                        "--epochs",
                        Integer.toString(epochs),
                        "--datasets",
                        settings.datasets().toString())
                .inheritIO();
        builder.environment()
                .put("DJL_CACHE_DIR", settings.home().resolve("djl").toString());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("MKL_NUM_THREADS", "1");
        try {
            Process process = builder.start();
            try {
                return process.waitFor() == 0 ? ExitCode.FINE : ExitCode.FAILED;
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "cannot run the benchmark: " + e.getMessage(), e);
        }
    }

    private static String classPath(Path libraries) {
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("main", "boot")) {
            try (Stream<Path> files = Files.list(libraries.resolve(folder))) {
                files.map(Path::toString).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new CliException(ExitCode.FAILED, "the trainer is not built: there is no " + libraries, e);
            }
        }
        return jars.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
