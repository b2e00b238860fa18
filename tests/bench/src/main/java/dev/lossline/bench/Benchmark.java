package dev.lossline.bench;

import dev.lossline.bench.Contestant.Numbers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Has the contestants train in turns, an epoch each, and notes what it took. */
final class Benchmark {

    private static final long SEED = 0;
    private static final double LEARNING_RATE = 0.1;
    private static final int TRIAL_EPOCHS = 3;
    private static final Setting TRIAL = new Setting(128, 64, 1);

    private final Path home;
    private final Path datasets;
    private final PrintStream out;
    private final Results results = new Results();

    Benchmark(Path home, Path datasets, PrintStream out) {
        this.home = home;
        this.datasets = datasets;
        this.out = out;
    }

    Results results() {
        return results;
    }

    /** Trains each setting with all of them; {@code rounds} epochs are measured, after one that warms up. */
    void compare(List<Contestant> contestants, List<Setting> settings, int rounds) throws InterruptedException {
        for (int cores : settings.stream().map(Setting::cores).distinct().toList()) {
            Map<Contestant, RunningContestant> running = new LinkedHashMap<>();
            List<Setting> here = settings.stream()
                    .filter(setting -> setting.cores() == cores)
                    .toList();
            try {
                start(contestants.stream().filter(c -> c.takes(here.getFirst())).toList(), cores, running);
                for (Setting setting : here) {
                    compare(running, setting, rounds);
                }
            } finally {
                running.values().forEach(RunningContestant::close);
            }
        }
    }

    /** Runs one trial, two at once, and eight on all cores, in turns. */
    void trials(Contestant lossline, int rounds) throws InterruptedException {
        out.println("several trials at once");
        try (RunningContestant running = RunningContestant.start(lossline, Machine.cores(), home, datasets)) {
            running.trials(1, 1, 1, TRIAL);
            for (int round = 0; round < rounds; round++) {
                for (int[] of : new int[][] {{1, 1}, {2, 2}, {8, Machine.cores()}}) {
                    double took = running.trials(of[0], of[1], TRIAL_EPOCHS, TRIAL);
                    results.trials(of[0], of[1], took);
                    out.printf(Locale.ROOT, "  %d trials, %d at a time  %.3f s%n", of[0], of[1], took);
                }
            }
        } catch (SkippedException e) {
            out.println("  left out: " + e.getMessage());
        }
    }

    private void start(List<Contestant> contestants, int cores, Map<Contestant, RunningContestant> running)
            throws InterruptedException {
        for (Contestant contestant : contestants) {
            try {
                RunningContestant process = RunningContestant.start(contestant, cores, home, datasets);
                running.put(contestant, process);
                results.version(contestant, process.version());
            } catch (SkippedException e) {
                skip(contestant, e);
            }
        }
    }

    private void compare(Map<Contestant, RunningContestant> running, Setting setting, int rounds)
            throws InterruptedException {
        out.println(setting);
        List<Contestant> all = new ArrayList<>(running.keySet());
        for (int round = 0; round <= rounds; round++) {
            for (Contestant contestant : all) {
                if (!running.containsKey(contestant)) {
                    continue;
                }
                try {
                    measure(contestant, running.get(contestant), setting, round == 0);
                } catch (SkippedException e) {
                    skip(contestant, e);
                    running.remove(contestant).close();
                }
            }
        }
        running.keySet()
                .forEach(contestant ->
                        results.seconds(contestant, setting).ifPresent(spread -> line(contestant, spread, setting)));
    }

    private void measure(Contestant contestant, RunningContestant process, Setting setting, boolean first)
            throws SkippedException, InterruptedException {
        if (first) {
            process.train(setting, SEED, LEARNING_RATE);
        }
        Answer.Epoch epoch = process.epoch();
        if (epoch.loss().isEmpty() && contestant.numbers() != Numbers.NONE) {
            throw new SkippedException("its loss is not a number");
        }
        results.epoch(contestant, setting, epoch);
    }

    private void line(Contestant contestant, Spread spread, Setting setting) {
        out.printf(
                Locale.ROOT,
                "  %-30s %7.3f s  %7.3f to %7.3f  %s%n",
                contestant.title(),
                spread.median(),
                spread.least(),
                spread.most(),
                Report.ratio(results.ratio(contestant.id(), setting)));
    }

    private void skip(Contestant contestant, SkippedException why) {
        results.skipped(contestant, why.getMessage());
        out.println("  left out: " + contestant.title() + ": " + why.getMessage());
    }
}
