package dev.lossline.bench.training;

import dev.lossline.bench.harness.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A performance goal and the ratio that a run measured for it.
 *
 * @param description the goal, as the report shows it
 * @param measured the ratio; empty if it was not measured
 * @param bound the limit of the ratio
 * @param atLeast whether the limit is the minimum; otherwise it is the maximum
 */
record Goal(String description, OptionalDouble measured, double bound, boolean atLeast) {

    boolean met() {
        return measured.isPresent() && (atLeast ? measured.getAsDouble() >= bound : measured.getAsDouble() <= bound);
    }

    String verdict() {
        return measured.isEmpty() ? "not measured" : met() ? "met" : "**not met**";
    }

    /** All goals, compared with the results of a run. */
    static List<Goal> of(Results results, int cores) {
        Setting small = new Setting(128, 64, 1);
        Setting large = new Setting(512, 64, 1);
        List<Goal> goals = new ArrayList<>();
        goals.add(faster("PyTorch eager with tensors, MLP 128", results.ratio("tensors", small), 2.5));
        goals.add(faster("PyTorch eager with DataLoader, MLP 128", results.ratio("dataloader", small), 4));
        for (int hidden : new int[] {0, 128, 256, 512}) {
            Setting setting = new Setting(hidden, 64, 1);
            goals.add(faster("JAX, " + setting.network(), results.ratio("jax", setting), 1));
        }
        goals.add(slower("the floor, MLP 512", inverse(results.ratio(Contestant.FLOOR, large)), 1.5));
        goals.add(slower("the floor, MLP 128", inverse(results.ratio(Contestant.FLOOR, small)), 2));
        Optional<Spread> one = results.trials(1, 1);
        goals.add(new Goal(
                "two trials at once: at most 1.15 times the time of one",
                quotient(results.trials(2, 2), one),
                1.15,
                false));
        OptionalDouble eight = quotient(results.trials(8, cores), one);
        OptionalDouble throughput =
                eight.isPresent() ? OptionalDouble.of(8 / eight.getAsDouble()) : OptionalDouble.empty();
        goals.add(new Goal(
                "eight trials on " + cores + " cores: at least 1.8 times the throughput of one core",
                throughput,
                1.8,
                true));
        return goals;
    }

    private static Goal faster(String than, OptionalDouble ratio, double bound) {
        return new Goal("at least " + bound + " times as fast as " + than, ratio, bound, true);
    }

    private static Goal slower(String than, OptionalDouble ratio, double bound) {
        return new Goal("at most " + bound + " times as long as " + than, ratio, bound, false);
    }

    private static OptionalDouble inverse(OptionalDouble ratio) {
        return ratio.isPresent() ? OptionalDouble.of(1 / ratio.getAsDouble()) : ratio;
    }

    private static OptionalDouble quotient(Optional<Spread> a, Optional<Spread> b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.get().median() / b.get().median())
                : OptionalDouble.empty();
    }
}
