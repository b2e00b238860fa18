package dev.lossline.bench.training;

import dev.lossline.bench.harness.Spread;
import dev.lossline.bench.training.Contestant.ExpectedLoss;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Renders the results of a run as Markdown, a section of docs/performance.md. */
public final class Report {

    private final Results results;
    private final List<Contestant> contestants;
    private final List<Setting> settings;
    private final int rounds;
    private final StringBuilder text = new StringBuilder();

    public Report(Results results, List<Contestant> contestants, List<Setting> settings, int rounds) {
        this.results = results;
        this.contestants = contestants;
        this.settings = settings;
        this.rounds = rounds;
    }

    /**
     * Renders the section.
     *
     * @param machine one line about the machine
     * @param date the date of the run
     */
    public String render(String machine, String date, int cores) {
        line("## Training");
        line("");
        line("Written by `./lossline bench` on " + date + ": " + machine + ", Java " + Runtime.version() + ".");
        line(
                "[tests/bench/](../tests/bench/README.md) describes the method. Seconds per epoch on MNIST's 60,000 training"
                        + " images, SGD with");
        line("learning rate 0.1, float32: the median of " + rounds + (rounds == 1 ? " epoch" : " epochs")
                + " after one warm-up epoch, with the range in parentheses. Contestants take");
        line(
                "turns, one epoch each. × is the time relative to Lossline's in the same column: above 1, Lossline is faster.");
        line("");
        line("Lossline uses one core per trial by design, also in the tables for all cores; the other cores train"
                + " other trials.");
        line("");
        settings.stream().map(Setting::cores).distinct().forEach(this::tables);
        goals(cores);
        trials(cores);
        losses();
        versions();
        return text.toString();
    }

    static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f×", ratio.getAsDouble()) : "";
    }

    private void tables(int cores) {
        for (int batch : settings.stream().map(Setting::batch).distinct().toList()) {
            List<Setting> columns = settings.stream()
                    .filter(setting -> setting.cores() == cores && setting.batch() == batch)
                    .toList();
            line("### " + (cores == 1 ? "One core" : "All " + cores + " cores") + ", batch " + batch);
            line("");
            line("| | "
                    + String.join(" | ", columns.stream().map(Setting::network).toList()) + " |");
            line("| --- |" + " --- |".repeat(columns.size()));
            for (Contestant contestant : contestants) {
                if (columns.stream()
                        .anyMatch(column -> results.seconds(contestant, column).isPresent())) {
                    line("| " + contestant.title() + " | "
                            + String.join(
                                    " | ",
                                    columns.stream()
                                            .map(column -> cell(contestant, column))
                                            .toList())
                            + " |");
                }
            }
            line("");
        }
    }

    private String cell(Contestant contestant, Setting setting) {
        Optional<Spread> spread = results.seconds(contestant, setting);
        return spread.isEmpty()
                ? "–"
                : String.format(
                                Locale.ROOT,
                                "%.3f (%.3f–%.3f) %s",
                                spread.get().median(),
                                spread.get().min(),
                                spread.get().max(),
                                contestant.id().equals(Contestant.LOSSLINE)
                                        ? ""
                                        : ratio(results.ratio(contestant.id(), setting)))
                        .trim();
    }

    private void goals(int cores) {
        line("### Goals");
        line("");
        line("One core, batch size 64, from the tables above and below.");
        line("");
        line("| Lossline is | measured | |");
        line("| --- | --- | --- |");
        for (Goal goal : Goal.of(results, cores)) {
            line("| " + goal.description() + " | "
                    + (goal.measured().isPresent()
                            ? String.format(Locale.ROOT, "%.2f", goal.measured().getAsDouble())
                            : "–")
                    + " | " + goal.verdict() + " |");
        }
        line("");
    }

    private void trials(int cores) {
        line("### Concurrent trials");
        line("");
        line(
                "In one JVM, one thread per trial, MLP 128, batch size 64, three epochs; seconds until the last trial is done.");
        line("");
        line("| trials | concurrent | seconds |");
        line("| --- | --- | --- |");
        for (int[] run : new int[][] {{1, 1}, {2, 2}, {8, cores}}) {
            results.trials(run[0], run[1])
                    .ifPresent(spread -> line(String.format(
                            Locale.ROOT,
                            "| %d | %d | %.3f (%.3f–%.3f) |",
                            run[0],
                            run[1],
                            spread.median(),
                            spread.min(),
                            spread.max())));
        }
        line("");
    }

    private void losses() {
        line("### Equal losses");
        line("");
        line(
                "The largest difference from Lossline's loss over all settings. Contestants with PyTorch's seed may differ by 1e-4");
        line("after the first epoch, those with their own weights and order by 5 % after " + (rounds + 1) + " epochs.");
        line("");
        line("| | setting | Lossline | contestant | difference | |");
        line("| --- | --- | --- | --- | --- | --- |");
        for (Results.Deviation deviation : results.deviations()) {
            line(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.6f | %.6f | %s | %s |",
                    deviation.contestant().title(),
                    deviation.setting(),
                    deviation.lossline(),
                    deviation.loss(),
                    deviation.contestant().expectedLoss() == ExpectedLoss.TORCH_SEED
                            ? String.format(Locale.ROOT, "%.1e", deviation.relative())
                            : String.format(Locale.ROOT, "%.2f %%", 100 * deviation.relative()),
                    Results.isTolerable(deviation) ? "within tolerance" : "**exceeds tolerance**"));
        }
        line("");
    }

    private void versions() {
        line("### Versions");
        line("");
        results.versions().forEach((contestant, version) -> line("- " + contestant.title() + ": " + version));
        results.skipped().forEach((contestant, reason) -> line("- " + contestant.title() + ": skipped: " + reason));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
