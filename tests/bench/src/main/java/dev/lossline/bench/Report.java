package dev.lossline.bench;

import dev.lossline.bench.Contestant.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run's results as Markdown: a part of docs/performance.md. */
final class Report {

    private final Results results;
    private final List<Contestant> contestants;
    private final List<Setting> settings;
    private final int rounds;
    private final StringBuilder text = new StringBuilder();

    Report(Results results, List<Contestant> contestants, List<Setting> settings, int rounds) {
        this.results = results;
        this.contestants = contestants;
        this.settings = settings;
        this.rounds = rounds;
    }

    /**
     * The whole part.
     *
     * @param machine in a line
     * @param date of the run
     */
    String render(String machine, String date, int cores) {
        line("## Training");
        line("");
        line("Written by `./lossline bench` on " + date + ": " + machine + ", Java " + Runtime.version() + ".");
        line(
                "[tests/bench/](../tests/bench/README.md) says how it measures. Seconds an epoch on MNIST's 60,000 training"
                        + " images, SGD 0.1,");
        line("float32; the median of " + rounds + (rounds == 1 ? " epoch" : " epochs")
                + " after one that warms up; contestants take turns, an epoch each. Least and most in");
        line("brackets; × is the time over Lossline's of the same row: above 1, Lossline is faster.");
        line("");
        line("Lossline uses one core a trial, by design, in the tables for all cores too; its other cores train"
                + " other trials.");
        line("");
        settings.stream().map(Setting::cores).distinct().forEach(this::tables);
        aims(cores);
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
                                spread.get().least(),
                                spread.get().most(),
                                contestant.id().equals(Contestant.LOSSLINE)
                                        ? ""
                                        : ratio(results.ratio(contestant.id(), setting)))
                        .trim();
    }

    private void aims(int cores) {
        line("### Aims");
        line("");
        line("One core, batch 64, from the tables above and below.");
        line("");
        line("| Lossline takes | found | |");
        line("| --- | --- | --- |");
        for (Aim aim : Aim.of(results, cores)) {
            line("| " + aim.wanted() + " | "
                    + (aim.found().isPresent()
                            ? String.format(Locale.ROOT, "%.2f", aim.found().getAsDouble())
                            : "–")
                    + " | " + aim.verdict() + " |");
        }
        line("");
    }

    private void trials(int cores) {
        line("### Several trials at once");
        line("");
        line("In one JVM, a thread a trial, MLP 128, batch 64, three epochs; seconds until the last is done.");
        line("");
        line("| trials | at a time | seconds |");
        line("| --- | --- | --- |");
        for (int[] of : new int[][] {{1, 1}, {2, 2}, {8, cores}}) {
            results.trials(of[0], of[1])
                    .ifPresent(spread -> line(String.format(
                            Locale.ROOT,
                            "| %d | %d | %.3f (%.3f–%.3f) |",
                            of[0],
                            of[1],
                            spread.median(),
                            spread.least(),
                            spread.most())));
        }
        line("");
    }

    private void losses() {
        line("### The same losses");
        line("");
        line(
                "The greatest difference from Lossline's loss, of all settings. With PyTorch's seed it may be 1e-4 after the");
        line("first epoch; with weights and order of their own, 5 % after " + (rounds + 1) + " epochs.");
        line("");
        line("| | at | Lossline | its own | difference | |");
        line("| --- | --- | --- | --- | --- | --- |");
        for (Results.Deviation deviation : results.deviations()) {
            line(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.6f | %.6f | %s | %s |",
                    deviation.contestant().title(),
                    deviation.setting(),
                    deviation.lossline(),
                    deviation.loss(),
                    deviation.contestant().numbers() == Numbers.TORCH_SEED
                            ? String.format(Locale.ROOT, "%.1e", deviation.relative())
                            : String.format(Locale.ROOT, "%.2f %%", 100 * deviation.relative()),
                    Results.fine(deviation) ? "held" : "**not held**"));
        }
        line("");
    }

    private void versions() {
        line("### Who took part");
        line("");
        results.versions().forEach((contestant, version) -> line("- " + contestant.title() + ": " + version));
        results.skipped().forEach((contestant, why) -> line("- " + contestant.title() + ": left out, " + why));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
