package dev.lossline.drill.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Path DIRECTORY = Path.of("/drills/broker-gone-1");

    @Test
    void printsFaultChecksAndMeasurementsInOneLine() {
        Outcome outcome = Outcome.after("the broker was down for 20 s")
                .checkAll("every epoch arrives", 60, 60)
                .checkNone("duplicate epochs", 0)
                .measured("caught up after", "1.2 s");
        Result result = new Result.Ended("broker-gone", outcome, Duration.ofMillis(61_400), Optional.empty());
        assertThat(result.passed()).isTrue();
        assertThat(result.line())
                .isEqualTo("✓ broker-gone      passed in 61 s. Fault: the broker was down for 20 s. Checks: "
                        + "every epoch arrives (60 of 60); duplicate epochs (0). Measured: caught up after 1.2 s.");
    }

    @Test
    void marksFailedChecksAndShowsTheLogDirectory() {
        Outcome outcome = Outcome.after("fault").checkAll("one", 1, 1).checkAll("every epoch arrives", 59, 60);
        Result result = new Result.Ended("broker-gone", outcome, Duration.ZERO, Optional.of(DIRECTORY));
        assertThat(result.passed()).isFalse();
        assertThat(result.line())
                .contains("✗ broker-gone", "FAILED in 0 s", "; FAILED: every epoch arrives (59 of 60)")
                .endsWith("Logs: /drills/broker-gone-1/logs");
    }

    @Test
    void showsWhyADrillWasAborted() {
        Result result = new Result.GaveUp("broker-gone", "the broker did not start", Duration.ofSeconds(3), DIRECTORY);
        assertThat(result.passed()).isFalse();
        assertThat(result.line()).contains("Aborted: the broker did not start.", "/drills/broker-gone-1/logs");
    }

    @Test
    void failsWithoutChecks() {
        assertThat(Outcome.after("fault").passed()).isFalse();
        assertThat(Outcome.after("fault").checkAll("all of none", 0, 0).passed())
                .isFalse();
    }
}
