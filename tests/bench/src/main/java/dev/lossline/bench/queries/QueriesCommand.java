package dev.lossline.bench.queries;

import dev.lossline.bench.harness.BenchPaths;
import dev.lossline.bench.harness.Machine;
import dev.lossline.bench.harness.PerformanceDocument;
import dev.lossline.stack.ServerStartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./lossline bench queries}. */
@Command(
        name = "queries",
        mixinStandardHelpOptions = true,
        description = {
            "Measures every documented query, every query of a Grafana panel, and the API's",
            "reading calls, on a database of its own with 5,000 experiments, one of them of 20,000",
            "trials.",
            "A whole run writes its part of docs/performance.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every query meets the goal", "1:a query took longer, or failed", "2:invalid usage"})
public final class QueriesCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final double GOAL_MILLIS = 100;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Measured runs of each query, interleaved, after a tenth as many warm-up runs (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file to update (default: docs/performance.md; none with fewer than 100 rounds).")
    private Optional<Path> output = Optional.empty();

    /** Called by picocli. */
    public QueriesCommand() {}

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            System.err.println("--rounds must be at least 1");
            return CommandLine.ExitCode.USAGE;
        }
        BenchPaths paths = BenchPaths.fromEnvironment();
        Path directory = Files.createTempDirectory("lossline-bench-");
        PrintStream out = System.out;
        out.println(Machine.description());
        out.println("Starting a stack and filling its tables in " + directory);
        Map<MeasuredQuery, double[]> millis;
        try (FilledStack stack = FilledStack.start(paths, directory);
                Connection reader = stack.reader()) {
            List<MeasuredQuery> queries = new Catalogue(paths.root(), reader, stack.orchestratorPort()).all();
            out.println(queries.size() + " queries, " + rounds + " rounds, interleaved");
            ask(queries, Math.max(1, rounds / 10), out);
            millis = ask(queries, rounds, out);
            stack.succeeded();
        } catch (ServerStartException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        QueryTimes times = new QueryTimes(millis, GOAL_MILLIS);
        String report = times.report(
                Machine.description(), LocalDate.now(ZoneOffset.UTC).toString());
        out.println();
        out.println(report);
        Optional<Path> file =
                output.or(() -> rounds < 100 ? Optional.empty() : Optional.of(PerformanceDocument.in(paths.root())));
        if (file.isPresent()) {
            new PerformanceDocument(file.get()).replace("queries", report);
            out.println("Updated " + file.get());
        }
        return times.over().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Runs all queries in turns and returns the milliseconds of each. */
    private static Map<MeasuredQuery, double[]> ask(List<MeasuredQuery> queries, int rounds, PrintStream out)
            throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<MeasuredQuery, double[]> millis = new LinkedHashMap<>();
        queries.forEach(query -> millis.put(query, new double[rounds]));
        List<MeasuredQuery> slow = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (MeasuredQuery query : queries) {
                long begin = System.nanoTime();
                try {
                    query.ask().run(random);
                } catch (IOException | SQLException e) {
                    throw new IOException(query.source() + ", " + query.name() + ": " + e.getMessage(), e);
                }
                double took = (System.nanoTime() - begin) / 1e6;
                millis.get(query)[round] = took;
                if (took > 10 * GOAL_MILLIS && !slow.contains(query)) {
                    slow.add(query);
                    out.printf(Locale.ROOT, "  %.0f ms: %s, %s%n", took, query.source(), query.name());
                }
            }
            if ((round + 1) % Math.max(1, rounds / 10) == 0) {
                out.println("  round " + (round + 1) + " of " + rounds);
            }
        }
        return millis;
    }
}
