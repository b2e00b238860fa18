package dev.lossline.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.bench.start.EventFollower.Seen;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.specification.TrialId;
import dev.lossline.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StartReportTest {
    private static final Instant CALLED_AT = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void latenciesAreTheTimesBetweenTwoPoints() {
        Latencies latencies = latencies(200);
        assertThat(latencies.answer()).isEqualTo(20);
        assertThat(latencies.dispatch()).isEqualTo(30);
        assertThat(latencies.take()).isEqualTo(50);
        assertThat(latencies.prepare()).isEqualTo(150);
        assertThat(latencies.requestToBatch()).isEqualTo(200);
        assertThat(latencies.epoch()).isEqualTo(400);
        assertThat(latencies.callToEpoch()).isEqualTo(630);
    }

    @Test
    void firstEpochsUnderLoadAreExcludedAsWarmUp() {
        LoadRun run = LoadRun.of(
                2, true, List.of(epoch(1, 9), epoch(2, 0.4), epoch(1, 9), epoch(2, 0.6)), Duration.ofSeconds(4));
        assertThat(run.epochSeconds()).isEqualTo(0.5);
        assertThat(run.cpuSeconds()).isEqualTo(1);
    }

    @Test
    void showsWhetherEachGoalIsMet() {
        StartReport met = report(1.5, 200, 0.5);
        assertThat(met.met()).isTrue();
        assertThat(met.render("a machine", "2026-11-25"))
                .contains(
                        "| orchestrator | yes | 1.50 (1.50–1.50) | 1.00 (1.00–1.00) | 200 (200–200) | 3.00 (3.00–3.00) |")
                .contains("| **request** | **first batch** | 200 (200–200) |")
                .contains("| 2 | busy | 0.500 (0.500–0.500) | 0.500 (0.500–0.500) | 1.00× |")
                .doesNotContain("not met");

        assertThat(report(2.5, 200, 0.5).met()).isFalse();
        assertThat(report(1.5, 350, 0.5).met()).isFalse();
        assertThat(report(1.5, 200, 1.0).met()).isFalse();
        assertThat(report(1.5, 200, 1.0).render("a machine", "2026-11-25"))
                .contains("| 2 | busy | 0.500 (0.500–0.500) | 1.000 (1.000–1.000) | 2.00× |")
                .contains("of one with an idle broker: **not met**");
    }

    private static StartReport report(double ready, double batchMillis, double cpuOfTwoWhenBusy) {
        List<ServiceStart> starts = new ArrayList<>();
        for (Service service : Service.values()) {
            for (boolean archived : new boolean[] {false, true}) {
                starts.add(new ServiceStart(service, archived, false, archived ? ready : 9, 1, 200 << 20));
                starts.add(new ServiceStart(service, archived, true, 3, 1, 200 << 20));
            }
        }
        return new StartReport(
                starts,
                List.of(latencies(batchMillis)),
                List.of(700.0),
                List.of(
                        new LoadRun(1, false, 0.5, 0.5),
                        new LoadRun(2, false, 0.5, 0.5),
                        new LoadRun(1, true, 0.5, 0.5),
                        new LoadRun(2, true, 0.5, cpuOfTwoWhenBusy)));
    }

    private static Latencies latencies(double requestToBatch) {
        Instant requested = CALLED_AT.plusMillis(30);
        Instant firstBatch = requested.plusMillis(Math.round(requestToBatch));
        return new Latencies(
                CALLED_AT,
                CALLED_AT.plusMillis(20),
                requested,
                requested.plusMillis(50),
                firstBatch,
                firstBatch.plusMillis(400));
    }

    private static Seen epoch(int number, double seconds) {
        TrialId trial = new TrialId(new UUID(0, 1), 1);
        return new Seen(CALLED_AT, new EpochCompleted(trial, 1, CALLED_AT, number, 0.3, null, null, seconds, 100));
    }
}
