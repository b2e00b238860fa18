package dev.lossline.bench.training;

import dev.lossline.bench.harness.Machine;
import dev.lossline.bench.harness.SkippedException;
import dev.lossline.bench.harness.Spread;
import dev.lossline.bench.training.Contestant.ExpectedLoss;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lets the contestants train in turns, one epoch each, and records the times. */
public final class Benchmark {

    private static final long SEED = 0;
    private static final double LEARNING_RATE = 0.1;
    private static final int EPOCHS_PER_TRIAL = 3;
    private static final Setting TRIAL_SETTING = new Setting(128, 64, 1);

    private final Path home;
    private final Path datasets;
    private final PrintStream out;
    private final Results results = new Results();

    public Benchmark(Path home, Path datasets, PrintStream out) {
        this.home = home;
        this.datasets = datasets;
        this.out = out;
    }

    public Results results() {
        return results;
    }

    /** Trains each setting with all contestants and measures {@code rounds} epochs after one warm-up epoch. */
    public void compare(List<Contestant> contestants, List<Setting> settings, int rounds) throws InterruptedException {
        for (int cores : settings.stream().map(Setting::cores).distinct().toList()) {
            Map<Contestant, ContestantProcess> running = new LinkedHashMap<>();
            List<Setting> ofCores = settings.stream()
                    .filter(setting -> setting.cores() == cores)
                    .toList();
            try {
                start(
                        contestants.stream()
                                .filter(c -> c.supports(ofCores.getFirst()))
                                .toList(),
                        cores,
                        running);
                for (Setting setting : ofCores) {
                    compare(running, setting, rounds);
                }
            } finally {
                running.values().forEach(ContestantProcess::close);
            }
        }
    }

    /** Runs one trial, two trials at once, and eight on all cores, in turns. */
    public void trials(Contestant lossline, int rounds) throws InterruptedException {
        out.println("Concurrent trials");
        try (ContestantProcess running = ContestantProcess.start(lossline, Machine.cores(), home, datasets)) {
            running.trials(1, 1, 1, TRIAL_SETTING);
            for (int round = 0; round < rounds; round++) {
                for (int[] run : new int[][] {{1, 1}, {2, 2}, {8, Machine.cores()}}) {
                    double took = running.trials(run[0], run[1], EPOCHS_PER_TRIAL, TRIAL_SETTING);
                    results.trials(run[0], run[1], took);
                    out.printf(Locale.ROOT, "  %d trials, %d at a time  %.3f s%n", run[0], run[1], took);
                }
            }
        } catch (SkippedException e) {
            out.println("  skipped: " + e.getMessage());
        }
    }

    private void start(List<Contestant> contestants, int cores, Map<Contestant, ContestantProcess> running)
            throws InterruptedException {
        for (Contestant contestant : contestants) {
            try {
                ContestantProcess process = ContestantProcess.start(contestant, cores, home, datasets);
                running.put(contestant, process);
                results.version(contestant, process.version());
            } catch (SkippedException e) {
                skip(contestant, e);
            }
        }
    }

    private void compare(Map<Contestant, ContestantProcess> running, Setting setting, int rounds)
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
                        results.seconds(contestant, setting).ifPresent(spread -> print(contestant, spread, setting)));
    }

    private void measure(Contestant contestant, ContestantProcess process, Setting setting, boolean first)
            throws SkippedException, InterruptedException {
        if (first) {
            process.train(setting, SEED, LEARNING_RATE);
        }
        Reply.Epoch epoch = process.epoch();
        if (epoch.loss().isEmpty() && contestant.expectedLoss() != ExpectedLoss.NONE) {
            throw new SkippedException("the loss is not a number");
        }
        results.epoch(contestant, setting, epoch);
    }

    private void print(Contestant contestant, Spread spread, Setting setting) {
        out.printf(
                Locale.ROOT,
                "  %-30s %7.3f s  %7.3f to %7.3f  %s%n",
                contestant.title(),
                spread.median(),
                spread.min(),
                spread.max(),
                Report.ratio(results.ratio(contestant.id(), setting)));
    }

    private void skip(Contestant contestant, SkippedException reason) {
        results.skipped(contestant, reason.getMessage());
        out.println("  skipped: " + contestant.title() + ": " + reason.getMessage());
    }
}
