package dev.lossline.bench.start;

import dev.lossline.bench.harness.BenchPaths;
import dev.lossline.bench.harness.BenchStack;
import dev.lossline.bench.harness.Machine;
import dev.lossline.bench.harness.PerformanceDocument;
import dev.lossline.stack.ServerStartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./lossline bench start}. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the start times of the services, the time from a submission to its first",
            "epoch, and two concurrent trials with a busy broker, in a separate stack.",
            "A full run updates its section of docs/performance.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every goal is met", "1:a goal is not met, or the benchmark failed", "2:invalid usage"})
public final class StartCommand implements Callable<Integer> {
    private static final int FULL_RUN_ROUNDS = 3;

    /** A strong reference: the JDK drops unreferenced loggers together with their levels. */
    private static final Logger KAFKA_CLIENTS = Logger.getLogger("org.apache.kafka");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Rounds of starts and load runs, with five submissions per round (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file to update (default: docs/performance.md; none with fewer than 3 rounds).")
    private Optional<Path> output = Optional.empty();

    /** Called by picocli. */
    public StartCommand() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (rounds < 1) {
            System.err.println("--rounds must be at least 1");
            return CommandLine.ExitCode.USAGE;
        }
        KAFKA_CLIENTS.setLevel(Level.WARNING);
        BenchPaths paths = BenchPaths.fromEnvironment();
        PrintStream out = System.out;
        out.println(Machine.description());
        StartReport results;
        try (BenchStack stack = BenchStack.start(paths, Files.createTempDirectory("lossline-bench-"))) {
            StartMeasurement measurement = new StartMeasurement(stack, paths, out);
            measurement.createArchives();
            measurement.starts(rounds);
            measurement.workingStack(rounds);
            results = measurement.report();
            stack.succeeded();
        } catch (ServerStartException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        String report = results.render(
                Machine.description(), LocalDate.now(ZoneOffset.UTC).toString());
        out.println();
        out.println(report);
        Optional<Path> file = output.or(
                () -> rounds < FULL_RUN_ROUNDS ? Optional.empty() : Optional.of(PerformanceDocument.in(paths.root())));
        if (file.isPresent()) {
            new PerformanceDocument(file.get()).replace("start", report);
            out.println("Updated " + file.get());
        }
        return results.met() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
