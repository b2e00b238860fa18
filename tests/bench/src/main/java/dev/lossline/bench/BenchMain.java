package dev.lossline.bench;

import dev.lossline.bench.harness.BenchPaths;
import dev.lossline.bench.harness.Machine;
import dev.lossline.bench.harness.PerformanceDocument;
import dev.lossline.bench.queries.QueriesCommand;
import dev.lossline.bench.scale.ScaleCommand;
import dev.lossline.bench.start.StartCommand;
import dev.lossline.bench.training.Benchmark;
import dev.lossline.bench.training.Contestant;
import dev.lossline.bench.training.Contestants;
import dev.lossline.bench.training.Report;
import dev.lossline.bench.training.Results;
import dev.lossline.bench.training.Setting;
import dev.lossline.specification.DatasetName;
import dev.lossline.training.dataset.DatasetException;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./lossline bench}. */
@Command(
        name = "./lossline bench",
        mixinStandardHelpOptions = true,
        description = {
            "Compares Lossline's training speed with PyTorch, JAX, DJL, JavaCPP and DL4J, interleaved on this machine.",
            "A full run updates its section of docs/performance.md."
        },
        subcommands = {QueriesCommand.class, StartCommand.class, ScaleCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured, and all losses agree",
            "1:a loss differs, or nothing was measured",
            "2:invalid usage"
        })
public final class BenchMain implements Callable<Integer> {

    @Option(
            names = "--quick",
            description = "SLP and MLP 128, batch size 64, one measured epoch; writes no file without --output.")
    private boolean quick;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of measured epochs (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Contestants to run: lossline, floor, dataloader, tensors, torchscript, compile, jax, djl, javacpp, dl4j.")
    private List<String> only = List.of();

    @Option(names = "--one-core", description = "Skip the measurements on all cores.")
    private boolean oneCore;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            defaultValue = "python3",
            description = "The Python interpreter (default: ${DEFAULT-VALUE}).")
    private String python;

    @Option(names = "--output", paramLabel = "FILE", description = "The file to update (default: docs/performance.md).")
    private Optional<Path> output = Optional.empty();

    private BenchMain() {}

    /** Runs the command line. */
    public static void main(String[] args) {
        // The tables use a decimal point, whatever the locale of this machine.
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        BenchPaths paths = BenchPaths.fromEnvironment();
        Path root = paths.root();
        Path datasets = paths.datasets();
        List<Contestant> contestants = new Contestants(root, datasets, python).all();
        List<String> unknown = only.stream()
                .filter(name -> contestants.stream().noneMatch(c -> c.id().equals(name)))
                .toList();
        if (!unknown.isEmpty() || rounds < 1) {
            System.err.println(
                    unknown.isEmpty()
                            ? "--rounds must be at least 1"
                            : "Unknown contestants: " + unknown + "; see --help");
            return CommandLine.ExitCode.USAGE;
        }
        try {
            new DatasetStore(datasets).fetch(DatasetName.MNIST, DownloadListener.NONE);
        } catch (DatasetException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return measure(contestants, root, new Benchmark(paths.home(), datasets, System.out));
    }

    private int measure(List<Contestant> all, Path root, Benchmark benchmark) throws InterruptedException, IOException {
        List<Contestant> contestants = all.stream()
                .filter(c -> only.isEmpty() || only.contains(c.id()) || c.id().equals(Contestant.LOSSLINE))
                .toList();
        int measured = quick ? 1 : rounds;
        List<Setting> settings = settings();
        System.out.println(Machine.description());
        System.out.println(
                "Seconds per epoch: median of " + measured + " after one warm-up epoch, range, ratio to Lossline");
        benchmark.compare(contestants, settings, measured);
        benchmark.trials(all.getFirst(), measured);
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        String report = new Report(benchmark.results(), contestants, settings, measured)
                .render(Machine.description(), date, Machine.cores());
        System.out.println();
        System.out.println(report.substring(report.indexOf("### Goals")));
        // A partial run must not replace the tables of a full one.
        Optional<Path> file = output.or(() ->
                quick || oneCore || !only.isEmpty() ? Optional.empty() : Optional.of(PerformanceDocument.in(root)));
        if (file.isPresent()) {
            new PerformanceDocument(file.get()).replace("training", report);
            System.out.println("Updated " + file.get());
        }
        boolean measuredOwn =
                benchmark.results().seconds(all.getFirst(), settings.getFirst()).isPresent();
        boolean lossesAgree = benchmark.results().deviations().stream().allMatch(Results::isTolerable);
        return measuredOwn && lossesAgree ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        boolean both = !oneCore && Machine.cores() > 1;
        for (int cores : both ? new int[] {1, Machine.cores()} : new int[] {1}) {
            for (int batch : quick ? new int[] {64} : new int[] {64, 512}) {
                for (int hidden : quick ? new int[] {0, 128} : new int[] {0, 128, 256, 512}) {
                    settings.add(new Setting(hidden, batch, cores));
                }
            }
        }
        return settings;
    }
}
