package dev.lossline.bench.scale;

import dev.lossline.bench.harness.BenchPaths;
import dev.lossline.bench.harness.BenchStack;
import dev.lossline.bench.harness.Machine;
import dev.lossline.bench.harness.PerformanceDocument;
import dev.lossline.specification.DatasetName;
import dev.lossline.stack.ServerStartException;
import dev.lossline.stack.Service;
import dev.lossline.training.dataset.DatasetException;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
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
            "Simulates 1,000 slots and 20,000 trials: real queue, events and models, with a",
            "separate broker, database, orchestrator and evaluator. Only training is replaced by",
            "sleeping. One of ten trainers is killed halfway through.",
            "A full run takes 25 minutes and updates its section of docs/scaling.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every trial was trained, evaluated and recorded", "1:a trial was not", "2:invalid usage"})
public final class ScaleCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "40 slots and 400 trials, two minutes; writes no file without --output.")
    private boolean quick;

    @Option(
            names = "--lock",
            paramLabel = "DURATION",
            description = "Duration of a lock, such as PT15S; it is renewed after a fifth of it.")
    private Optional<Duration> lock = Optional.empty();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Slots per process, of which there are ten, or five with --quick.")
    private Optional<Integer> slots = Optional.empty();

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds per experiment; each has four trials.")
    private Optional<Integer> seeds = Optional.empty();

    @Option(names = "--output", paramLabel = "FILE", description = "The file to update (default: docs/scaling.md).")
    private Optional<Path> output = Optional.empty();

    /** Called by picocli. */
    public ScaleCommand() {}

    @Override
    public Integer call() throws Exception {
        BenchPaths paths = BenchPaths.fromEnvironment();
        PrintStream out = System.out;
        ScalePlan plan;
        try {
            plan = plan();
            // The evaluator needs the dataset to become ready.
            new DatasetStore(paths.datasets()).fetch(DatasetName.MNIST, DownloadListener.NONE);
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
                "%,d slots, %,d trials, %d s if no slot is ever idle; data and logs in %s%n",
                plan.totalSlots(), plan.trials(), plan.minimumDuration().toSeconds(), directory);
        try (BenchStack stack = BenchStack.start(paths, directory)) {
            // The evaluator creates the tables.
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
                    ? Optional.of(paths.root().resolve("docs/scaling.md"))
                    : Optional.empty());
            if (file.isPresent()) {
                new PerformanceDocument(file.get()).replace("scale", report);
                out.println("Updated " + file.get());
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
        ScalePlan sized = usual.withSize(slots.orElse(usual.slots()), seeds.orElse(usual.seeds()));
        return lock.map(duration -> sized.withLock(duration, duration.dividedBy(5)))
                .orElse(sized);
    }
}
