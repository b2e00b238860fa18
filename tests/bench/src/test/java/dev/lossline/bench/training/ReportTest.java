package dev.lossline.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.bench.harness.Spread;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Setting MLP_128 = new Setting(128, 64, 1);

    private final Results results = new Results();
    private final List<Contestant> all = new Contestants(Path.of("/root"), Path.of("/data"), "python3").all();

    @Test
    void excludesTheFirstEpochFromTheTimes() {
        train(Contestant.LOSSLINE, 0.1, 9, 1, 3, 2);

        assertThat(results.seconds(Contestant.LOSSLINE, MLP_128)).contains(new Spread(2, 1, 3));
    }

    @Test
    void showsMedianSpreadAndRatio() {
        train(Contestant.LOSSLINE, 0.1, 9, 0.5);
        train("tensors", 0.1, 9, 1.25, 1.75);

        assertThat(report()).contains("| PyTorch eager, tensors | 1.500 (1.250–1.750) 3.00× |");
    }

    @Test
    void showsWhichGoalsAreMet() {
        train(Contestant.LOSSLINE, 0.1, 9, 1);
        train("tensors", 0.1, 9, 2);
        train(Contestant.FLOOR, Double.NaN, 9, 0.8);

        assertThat(report())
                .contains("| at least 2.5 times as fast as PyTorch eager with tensors, MLP 128 | 2.00 | **not met** |")
                .contains("| at most 2.0 times as long as the floor, MLP 128 | 1.25 | met |")
                .contains("| at least 1.0 times as fast as JAX, SLP | – | not measured |");
    }

    @Test
    void requiresCloserLossesFromContestantsWithPyTorchsSeed() {
        train(Contestant.LOSSLINE, 0.1, 1, 1);
        train("tensors", 0.1001, 1, 1);
        train("jax", 0.104, 1, 1);

        assertThat(results.deviations()).extracting(Results::isTolerable).containsExactly(false, true);
    }

    @Test
    void comparesContestantsWithPyTorchsSeedAfterTheFirstEpoch() {
        recordLosses(Contestant.LOSSLINE, 0.4, 0.1);
        recordLosses("tensors", 0.40001, 0.2);
        recordLosses("compile", 0.4001, 0.1);
        recordLosses("jax", 0.8, 0.104);

        assertThat(results.deviations()).extracting(Results::isTolerable).containsExactly(true, false, true);
    }

    @Test
    void computesThroughputFromConcurrentTrials() {
        results.trials(1, 1, 2);
        results.trials(8, 2, 8.5);

        assertThat(Goal.of(results, 2).getLast().measured().getAsDouble()).isEqualTo(8 / (8.5 / 2));
        assertThat(Goal.of(results, 2).getLast().met()).isTrue();
    }

    @Test
    void listsSkippedContestantsWithTheReason() {
        results.skipped(contestant("jax"), "No module named 'jax'; pip install jax");

        assertThat(report()).contains("- JAX jit + scan: skipped: No module named 'jax'; pip install jax");
    }

    private String report() {
        return new Report(results, all, List.of(MLP_128), 3).render("a machine", "2026-01-02", 2);
    }

    private void train(String id, double loss, double... seconds) {
        OptionalDouble reported = Double.isNaN(loss) ? OptionalDouble.empty() : OptionalDouble.of(loss);
        for (int i = 0; i < seconds.length; i++) {
            results.epoch(contestant(id), MLP_128, new Reply.Epoch(i + 1, seconds[i], reported));
        }
    }

    private void recordLosses(String id, double... losses) {
        for (int i = 0; i < losses.length; i++) {
            results.epoch(contestant(id), MLP_128, new Reply.Epoch(i + 1, 1, OptionalDouble.of(losses[i])));
        }
    }

    private Contestant contestant(String id) {
        return all.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }
}
