package dev.lossline.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lossline.bench.scale.TrialStatistics.Window;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrialStatisticsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");
    private static final UUID EXPERIMENT = UUID.fromString("01a00000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("01a00000-0000-7000-8000-000000000002");

    private final History history = new History();
    private final TrialStatistics statistics = new TrialStatistics(history);

    @Test
    void trialsWaitUntilTheLastOneFirstStarts() {
        for (int second : new int[] {9, 0, 2, 5}) {
            start(EXPERIMENT, second + 1, 1, "a", second);
        }
        start(EXPERIMENT, 1, 2, "a", 20);
        assertThat(statistics.waiting(at(2))).isEqualTo(new Window(at(2), at(9)));
    }

    @Test
    void aSlotIsIdleOutsideEpochs() {
        epoch(4, 3);
        epoch(10, 2);
        assertThat(statistics.idle(new Window(at(0), at(10)), 10)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void countsOnlyThePartOfAnEpochWithinTheWindow() {
        epoch(2, 4);
        epoch(12, 4);
        epoch(30, 5);
        assertThat(statistics.idle(new Window(at(0), at(10)), 10)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void aTrialIsTakenOverWhenAnotherTrainerFirstStartsIt() {
        start(EXPERIMENT, 1, 1, "killed", 0);
        start(EXPERIMENT, 2, 1, "killed", 0);
        start(EXPERIMENT, 3, 1, "killed", 0);
        start(EXPERIMENT, 4, 1, "lives", 0);
        end(1, 4);
        start(EXPERIMENT, 2, 2, "lives", 8);
        start(EXPERIMENT, 2, 3, "lives", 9);
        start(EXPERIMENT, 3, 2, "lives", 6);
        start(EXPERIMENT, 4, 2, "lives", 7);
        start(EXPERIMENT, 5, 1, "killed", 1);
        assertThat(statistics.takeovers("killed", at(5))).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(statistics.lost("killed", at(5))).extracting(TrialId::number).containsExactlyInAnyOrder(2, 3, 5);
    }

    @Test
    void anExperimentWaitsFromSubmissionToItsFirstTrial() {
        start(EXPERIMENT, 2, 1, "a", 7);
        start(EXPERIMENT, 1, 1, "a", 6);
        start(OTHER, 1, 1, "a", 5);
        assertThat(statistics.waits(Map.of(EXPERIMENT, at(1), OTHER, at(2))))
                .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    @Test
    void countsEventsPerSecond() {
        start(EXPERIMENT, 1, 1, "a", 0);
        epoch(1, 1);
        epoch(1, 1);
        end(1, 1);
        assertThat(statistics.events(new Window(at(0), at(4)))).isEqualTo(new TrialStatistics.Rate(3, 1));
    }

    @Test
    void excludesTheKilledTrainerWhenComparingTrainers() {
        start(EXPERIMENT, 1, 1, "killed", 0);
        start(EXPERIMENT, 2, 1, "a", 0);
        start(EXPERIMENT, 3, 1, "a", 1);
        start(EXPERIMENT, 4, 1, "b", 0);
        start(EXPERIMENT, 5, 1, "b", 7);
        assertThat(statistics.taken(new Window(at(0), at(5)), "killed"))
                .containsOnly(Map.entry("a", 2L), Map.entry("b", 1L));
    }

    @Test
    void jainsIndexIsOneForEqualSharesAndOneOverNIfOneHasEverything() {
        assertThat(TrialStatistics.jain(List.of(5L, 5L, 5L))).isEqualTo(1);
        assertThat(TrialStatistics.jain(List.of(9L, 0L, 0L))).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void quantilesAreByNearestRank() {
        List<Duration> sorted = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(TrialStatistics.quantile(sorted, 0.5)).isEqualTo(Duration.ofSeconds(2));
        assertThat(TrialStatistics.quantile(sorted, 1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(TrialStatistics.quantile(sorted, 0.6)).isEqualTo(Duration.ofSeconds(2));
        assertThat(TrialStatistics.quantile(List.of(), 0.5)).isEqualTo(Duration.ZERO);
    }

    @Test
    void rejectsAnEmptyWindow() {
        assertThatThrownBy(() -> new Window(at(1), at(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be before");
    }

    @Test
    void rejectsAFailedTrial() {
        assertThatThrownBy(() -> history.add(
                        new TrialFailed(new TrialId(EXPERIMENT, 1), 1, BEGIN, FailureKind.ERROR, "no memory")))
                .hasMessage("a simulated trial failed: no memory");
    }

    private void start(UUID experiment, int number, int attempt, String trainer, int second) {
        history.add(new TrialStarted(
                new TrialId(experiment, number),
                attempt,
                at(second),
                Device.CPU,
                "host",
                trainer,
                0,
                "sha",
                new Versions("1", "2", "3")));
    }

    private void epoch(int endsAt, double seconds) {
        history.add(new EpochCompleted(new TrialId(EXPERIMENT, 1), 1, at(endsAt), 1, 0.5, null, null, seconds, 1000));
    }

    private void end(int number, int second) {
        history.add(new TrialCompleted(new TrialId(EXPERIMENT, number), 1, at(second), 1, 0.5, 1));
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }
}
