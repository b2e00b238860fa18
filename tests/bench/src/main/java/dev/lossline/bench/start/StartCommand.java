package dev.lossline.bench.start;

import dev.lossline.bench.BenchStack;
import dev.lossline.bench.Machine;
import dev.lossline.bench.PerformanceDocument;
import dev.lossline.bench.Places;
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
            "Measures how long services take to start, how long a submission takes to its first",
            "epoch, and two trials at once beside a busy broker, in a stack of its own.",
            "A whole run writes its part of docs/performance.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured, each within its aim", "1:an aim was not met, or something failed", "2:wrong usage"
        })
public final class StartCommand implements Callable<Integer> {
    private static final int ROUNDS = 3;

    /** Held, as the JDK forgets the level of a logger that nobody holds. */
    private static final Logger KAFKA_CLIENTS = Logger.getLogger("org.apache.kafka");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Starts of each kind, and runs beside a busy broker; five submissions each (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where the tables go (docs/performance.md; nowhere with fewer than 3 rounds).")
    private Optional<Path> output = Optional.empty();

    /** For picocli. */
    public StartCommand() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (rounds < 1) {
            System.err.println("--rounds must be at least 1");
            return CommandLine.ExitCode.USAGE;
        }
        KAFKA_CLIENTS.setLevel(Level.WARNING);
        Places places = Places.ofEnvironment();
        PrintStream out = System.out;
        out.println(Machine.description());
        StartReport results;
        try (BenchStack stack = BenchStack.start(places, Files.createTempDirectory("lossline-bench-"))) {
            StartMeasurement measurement = new StartMeasurement(stack, places, out);
            measurement.makeArchives();
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
                () -> rounds < ROUNDS ? Optional.empty() : Optional.of(PerformanceDocument.in(places.root())));
        if (file.isPresent()) {
            new PerformanceDocument(file.get()).replace("start", report);
            out.println("Written: " + file.get());
        }
        return results.met() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
