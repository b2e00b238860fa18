package dev.lossline.drill.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrialTraceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final TrialId TRIAL = new TrialId(new UUID(0, 7), 1);

    @Test
    void aSecondAttemptMayRepeatEpochsOfTheFirst() {
        TrialTrace trace = trace(
                started(1, 0, 0), epoch(1, 1, 1), epoch(1, 2, 2), started(2, 5, 1), epoch(2, 2, 6), epoch(2, 3, 7));
        assertThat(trace.gaps()).isZero();
        assertThat(trace.duplicates()).isZero();
        assertThat(trace.contradictions()).isZero();
    }

    @Test
    void countsEpochsThatAnAttemptLeftOut() {
        assertThat(trace(started(1, 0, 0), epoch(1, 1, 1), epoch(1, 4, 2)).gaps())
                .isEqualTo(2);
        assertThat(trace(started(2, 0, 5), epoch(2, 7, 1)).gaps()).isEqualTo(1);
    }

    @Test
    void countsEpochsThatAnAttemptPublishedTwice() {
        assertThat(trace(started(1, 0, 0), epoch(1, 1, 1), epoch(1, 1, 2)).duplicates())
                .isEqualTo(1);
    }

    @Test
    void countsEpochsWithTwoLosses() {
        assertThat(trace(epoch(1, 1, 1, 0.5), epoch(2, 1, 2, Math.nextUp(0.5))).contradictions())
                .isEqualTo(1);
    }

    @Test
    void countsEpochsCompletedAfterTheNextAttemptStarted() {
        assertThat(trace(started(1, 0, 0), epoch(1, 1, 1), started(2, 2, 0), epoch(1, 2, 3), epoch(2, 1, 4))
                        .overlapping())
                .isEqualTo(1);
    }

    @Test
    void measuresTheWaitAfterAKillAndTheWorkSinceTheCheckpoint() {
        TrialTrace trace = trace(
                started(1, 0, 0), epoch(1, 1, 1), epoch(1, 2, 2), epoch(1, 3, 3), started(2, 9, 2), epoch(2, 3, 10));
        assertThat(trace.recoveries(List.of(at(4), at(20))))
                .containsExactly(new Recovery(Duration.ofSeconds(5), Duration.ofSeconds(2)));
    }

    @Test
    void allWorkIsLostWithoutACheckpoint() {
        TrialTrace trace = trace(started(1, 0, 0), epoch(1, 1, 1), started(2, 9, 0));
        assertThat(trace.recoveries(List.of(at(4))))
                .containsExactly(new Recovery(Duration.ofSeconds(5), Duration.ofSeconds(4)));
    }

    private static TrialTrace trace(TrialEvent... events) {
        return TrialTrace.of(List.of(events)).getFirst();
    }

    private static TrialStarted started(int attempt, int second, int resumedFrom) {
        return new TrialStarted(
                TRIAL,
                attempt,
                at(second),
                Device.CPU,
                "host",
                "processor",
                resumedFrom,
                "hash",
                new Versions("1", "1", "25"));
    }

    private static EpochCompleted epoch(int attempt, int epoch, int second) {
        return epoch(attempt, epoch, second, 1.0 / epoch);
    }

    private static EpochCompleted epoch(int attempt, int epoch, int second, double loss) {
        return new EpochCompleted(TRIAL, attempt, at(second), epoch, loss, null, null, 1, 60_000);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
