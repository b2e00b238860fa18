package dev.lossline.drill;

import dev.lossline.drill.faults.Drills;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillPaths;
import dev.lossline.drill.harness.DrillRunner;
import dev.lossline.drill.harness.Progress;
import dev.lossline.drill.harness.Result;
import dev.lossline.specification.DatasetName;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs drills one after the other and prints their results. */
@Command(
        name = "./lossline drill",
        mixinStandardHelpOptions = true,
        version = "Lossline 0.1.0-SNAPSHOT",
        description = {
            "Each drill starts its own stack, injects a fault and checks that nothing is lost.",
            "A running stack is not affected."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all passed",
            "1:a drill failed; its result shows the log directory",
            "2:invalid usage",
            "130:Ctrl-C"
        },
        footer = {"", "Data and logs are in LOSSLINE_HOME/drills during a drill, and are kept if it fails."})
final class DrillCommand implements Callable<Integer> {
    static final int PASSED = 0;
    static final int CHECKS_FAILED = 1;
    static final int USAGE = 2;
    static final int INTERRUPTED = 130;

    private final DrillPaths paths;
    private final PrintStream out;
    private final boolean live;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Drills to run (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "List the drills.")
    private boolean list;

    @Option(names = "--quick", description = "Use shorter outages and fewer repetitions, as in CI.")
    private boolean quick;

    @Option(names = "--keep", description = "Also keep data and logs of drills that passed.")
    private boolean keep;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of random choices; printed at the end.")
    private Long seed;

    @Spec
    private CommandSpec spec;

    DrillCommand(DrillPaths paths, PrintStream out, boolean live) {
        this.paths = paths;
        this.out = out;
        this.live = live;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Drill> drills = chosen();
        if (list) {
            drills.forEach(drill -> out.println("%-16s %s".formatted(drill.name(), drill.sentence())));
            return PASSED;
        }
        long chance = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        new DatasetStore(paths.datasets()).fetch(DatasetName.MNIST, DownloadListener.NONE);
        DrillRunner runner = new DrillRunner(
                paths,
                new Progress(out, live),
                new DrillRunner.Options(
                        quick,
                        chance,
                        keep,
                        Optional.ofNullable(System.getenv("LOSSLINE_DEBUG")).map(set -> out)));
        List<Result> results = new ArrayList<>();
        for (Drill drill : drills) {
            results.add(runner.run(drill));
        }
        out.println("%d of %d drills passed, seed %d"
                .formatted(results.stream().filter(Result::passed).count(), results.size(), chance));
        return results.stream().noneMatch(Result::failed) ? PASSED : CHECKS_FAILED;
    }

    private List<Drill> chosen() {
        String unknown = names.stream()
                .filter(name -> Drills.named(name).isEmpty())
                .map("'%s'"::formatted)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "unknown drill %s; available drills: %s".formatted(unknown, Drills.names()));
        }
        return names.isEmpty()
                ? Drills.ALL
                : names.stream().map(name -> Drills.named(name).orElseThrow()).toList();
    }

    /** Creates the command line, including its error messages. */
    static CommandLine commandLine(DrillCommand command) {
        return new CommandLine(command)
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler((exception, line, result) -> {
                    if (exception instanceof InterruptedException) {
                        line.getErr().println("lossline: interrupted; all processes were stopped");
                        return INTERRUPTED;
                    }
                    line.getErr().println("lossline: " + exception.getMessage());
                    return CHECKS_FAILED;
                })
                .setParameterExceptionHandler((exception, arguments) -> {
                    exception.getCommandLine().getErr().println("lossline: " + exception.getMessage());
                    return USAGE;
                });
    }
}
