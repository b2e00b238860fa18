package dev.lossline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the project wants of its speed, and what a run found.
 *
 * @param wanted the aim in words
 * @param found the ratio; empty where it was not measured
 */
record Aim(String wanted, OptionalDouble found, double bound, boolean atLeast) {

    boolean met() {
        return found.isPresent() && (atLeast ? found.getAsDouble() >= bound : found.getAsDouble() <= bound);
    }

    String verdict() {
        return found.isEmpty() ? "not measured" : met() ? "met" : "**not met**";
    }

    /** All aims, held against a run's results. */
    static List<Aim> of(Results results, int cores) {
        Setting small = new Setting(128, 64, 1);
        Setting large = new Setting(512, 64, 1);
        List<Aim> aims = new ArrayList<>();
        aims.add(ahead("PyTorch eager with tensors, MLP 128", results.ratio("tensors", small), 2.5));
        aims.add(ahead("PyTorch eager with DataLoader, MLP 128", results.ratio("dataloader", small), 4));
        for (int hidden : new int[] {0, 128, 256, 512}) {
            Setting setting = new Setting(hidden, 64, 1);
            aims.add(ahead("JAX, " + setting.network(), results.ratio("jax", setting), 1));
        }
        aims.add(within("the floor, MLP 512", inverse(results.ratio(Contestant.FLOOR, large)), 1.5));
        aims.add(within("the floor, MLP 128", inverse(results.ratio(Contestant.FLOOR, small)), 2));
        Optional<Spread> one = results.trials(1, 1);
        aims.add(within("one trial: two at once", over(results.trials(2, 2), one), 1.15));
        OptionalDouble eight = over(results.trials(8, cores), one);
        OptionalDouble throughput =
                eight.isPresent() ? OptionalDouble.of(8 / eight.getAsDouble()) : OptionalDouble.empty();
        aims.add(new Aim(
                "eight trials on " + cores + " cores: at least 1.8 times one core's throughput",
                throughput,
                1.8,
                true));
        return aims;
    }

    private static Aim ahead(String of, OptionalDouble found, double bound) {
        return new Aim("at least " + bound + " times as fast as " + of, found, bound, true);
    }

    private static Aim within(String of, OptionalDouble found, double bound) {
        return new Aim("at most " + bound + " times as long as " + of, found, bound, false);
    }

    private static OptionalDouble inverse(OptionalDouble ratio) {
        return ratio.isPresent() ? OptionalDouble.of(1 / ratio.getAsDouble()) : ratio;
    }

    private static OptionalDouble over(Optional<Spread> a, Optional<Spread> b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.get().median() / b.get().median())
                : OptionalDouble.empty();
    }
}
