package dev.lossline.drill;

import dev.lossline.drill.faults.Drills;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillRunner;
import dev.lossline.drill.harness.Places;
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

/** Runs drills one after the other and tells how each ended. */
@Command(
        name = "./lossline drill",
        mixinStandardHelpOptions = true,
        version = "Lossline 0.1.0-SNAPSHOT",
        description = {
            "Proves that nothing is lost: each drill starts a stack of its own, harms it, and checks what has to hold.",
            "A stack that you have running is left alone."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all held", "1:one did not hold; the place of its logs is told", "2:wrong usage", "130:Ctrl-C"
        },
        footer = {
            "",
            "Data and logs of a drill are in LOSSLINE_HOME/drills while it runs, and after it where it did not hold."
        })
final class DrillCommand implements Callable<Integer> {
    static final int HELD = 0;
    static final int NOT_HELD = 1;
    static final int USAGE = 2;
    static final int INTERRUPTED = 130;

    private final Places places;
    private final PrintStream out;
    private final boolean live;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Drills to run; all where none is named.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Print the drills and what each does.")
    private boolean list;

    @Option(names = "--quick", description = "Shorter outages and fewer repetitions, as CI runs them.")
    private boolean quick;

    @Option(names = "--keep", description = "Keep data and logs of drills that held, too.")
    private boolean keep;

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is left to chance; it is printed.")
    private Long seed;

    @Spec
    private CommandSpec spec;

    DrillCommand(Places places, PrintStream out, boolean live) {
        this.places = places;
        this.out = out;
        this.live = live;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Drill> drills = chosen();
        if (list) {
            drills.forEach(drill -> out.println("%-16s %s".formatted(drill.name(), drill.sentence())));
            return HELD;
        }
        long chance = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        new DatasetStore(places.datasets()).fetch(DatasetName.MNIST, DownloadListener.NONE);
        DrillRunner runner = new DrillRunner(
                places,
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
        out.println("%d of %d drills held, seed %d"
                .formatted(results.stream().filter(Result::held).count(), results.size(), chance));
        return results.stream().noneMatch(Result::failed) ? HELD : NOT_HELD;
    }

    private List<Drill> chosen() {
        String unknown = names.stream()
                .filter(name -> Drills.named(name).isEmpty())
                .map("'%s'"::formatted)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "there is no drill %s; there are: %s".formatted(unknown, Drills.names()));
        }
        return names.isEmpty()
                ? Drills.ALL
                : names.stream().map(name -> Drills.named(name).orElseThrow()).toList();
    }

    /** The command with what it says where it fails. */
    static CommandLine commandLine(DrillCommand command) {
        return new CommandLine(command)
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler((exception, line, result) -> {
                    if (exception instanceof InterruptedException) {
                        line.getErr().println("lossline: stopped; nothing is left running");
                        return INTERRUPTED;
                    }
                    line.getErr().println("lossline: " + exception.getMessage());
                    return NOT_HELD;
                })
                .setParameterExceptionHandler((exception, arguments) -> {
                    exception.getCommandLine().getErr().println("lossline: " + exception.getMessage());
                    return USAGE;
                });
    }
}
