package dev.lossline.bench.scale;

import dev.lossline.bench.BenchStack;
import dev.lossline.bench.Machine;
import dev.lossline.bench.PerformanceDocument;
import dev.lossline.bench.Places;
import dev.lossline.stack.ServerStartException;
import dev.lossline.stack.Service;
import dev.lossline.training.DatasetException;
import dev.lossline.training.DatasetName;
import dev.lossline.training.DatasetStore;
import dev.lossline.training.DownloadListener;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./lossline bench scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "Simulates 1,000 slots and 20,000 trials: the trainer's own queue, events and",
            "models against a broker, a database, an orchestrator and an evaluator of its own;",
            "only training itself is slept through. One of ten trainers is killed half way.",
            "A whole run takes 25 minutes and writes its part of docs/scaling.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every trial is trained, evaluated and recorded", "1:one is not", "2:wrong usage"})
public final class ScaleCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "40 slots and 400 trials, two minutes; writes no file unless told.")
    private boolean quick;

    @Option(
            names = "--lock",
            paramLabel = "DURATION",
            description = "How long a lock lasts, such as PT15S; renewed after a fifth of it.")
    private Optional<Duration> lock = Optional.empty();

    @Option(names = "--slots", paramLabel = "N", description = "Slots of each of the ten processes; five if --quick.")
    private Optional<Integer> slots = Optional.empty();

    @Option(names = "--seeds", paramLabel = "N", description = "Of each experiment: a quarter of its trials.")
    private Optional<Integer> seeds = Optional.empty();

    @Option(names = "--output", paramLabel = "FILE", description = "Where the table goes (docs/scaling.md).")
    private Optional<Path> output = Optional.empty();

    /** For picocli. */
    public ScaleCommand() {}

    @Override
    public Integer call() throws Exception {
        Places places = Places.ofEnvironment();
        PrintStream out = System.out;
        ScalePlan plan;
        try {
            plan = plan();
            // The evaluator waits for it.
            new DatasetStore(places.datasets()).fetch(DatasetName.MNIST, DownloadListener.NONE);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (DatasetException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        Path directory = Files.createTempDirectory("lossline-scale-");
        out.println(Machine.description());
        out.printf(
                "%,d slots, %,d trials, %d s with no slot ever idle; data and logs in %s%n",
                plan.allSlots(), plan.trials(), plan.least().toSeconds(), directory);
        try (BenchStack stack = BenchStack.start(places, directory)) {
            // It makes the tables.
            stack.start(Service.EVALUATOR);
            stack.start(Service.ORCHESTRATOR);
            Path jar = Path.of(ScaleCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            ScaleRun run = new Simulation(plan, stack, jar, out).run();
            String report = new ScaleReport(plan, run, LogReader.history(stack.brokers()))
                    .render(Machine.description(), LocalDate.now(ZoneOffset.UTC).toString());
            out.println();
            out.println(report);
            Optional<Path> file = output.or(() -> plan.equals(ScalePlan.full())
                    ? Optional.of(places.root().resolve("docs/scaling.md"))
                    : Optional.empty());
            if (file.isPresent()) {
                new PerformanceDocument(file.get()).replace("scale", report);
                out.println("Written: " + file.get());
            }
            stack.succeeded();
            return CommandLine.ExitCode.OK;
        } catch (ServerStartException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private ScalePlan plan() {
        ScalePlan usual = quick ? ScalePlan.quick() : ScalePlan.full();
        ScalePlan sized = usual.sized(slots.orElse(usual.slots()), seeds.orElse(usual.seeds()));
        return lock.map(duration -> sized.locked(duration, duration.dividedBy(5)))
                .orElse(sized);
    }
}
