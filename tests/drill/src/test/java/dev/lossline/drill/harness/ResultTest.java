package dev.lossline.drill.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Path DIRECTORY = Path.of("/drills/broker-gone-1");

    @Test
    void tellsHarmChecksAndFiguresInOneLine() {
        Findings findings = Findings.after("the broker was away for 20 s")
                .checkAll("every epoch arrives", 60, 60)
                .checkNone("epochs twice", 0)
                .figure("caught up after", "1.2 s");
        Result result = new Result.Ended("broker-gone", findings, Duration.ofMillis(61_400), Optional.empty());
        assertThat(result.held()).isTrue();
        assertThat(result.line())
                .isEqualTo("✓ broker-gone      held in 61 s. Done: the broker was away for 20 s. Had to hold: "
                        + "every epoch arrives (60 of 60); epochs twice (0). Figures: caught up after 1.2 s.");
    }

    @Test
    void marksWhatDidNotHoldAndTellsWhereTheLogsAre() {
        Findings findings = Findings.after("harm").checkAll("one", 1, 1).checkAll("every epoch arrives", 59, 60);
        Result result = new Result.Ended("broker-gone", findings, Duration.ZERO, Optional.of(DIRECTORY));
        assertThat(result.held()).isFalse();
        assertThat(result.line())
                .contains("✗ broker-gone", "NOT HELD in 0 s", "; NOT HELD: every epoch arrives (59 of 60)")
                .endsWith("Logs: /drills/broker-gone-1/logs");
    }

    @Test
    void tellsWhyADrillGaveUp() {
        Result result = new Result.GaveUp("broker-gone", "the broker did not start", Duration.ofSeconds(3), DIRECTORY);
        assertThat(result.held()).isFalse();
        assertThat(result.line()).contains("It gave up: the broker did not start.", "/drills/broker-gone-1/logs");
    }

    @Test
    void doesNotHoldWhereNothingWasChecked() {
        assertThat(Findings.after("harm").held()).isFalse();
        assertThat(Findings.after("harm").checkAll("all of none", 0, 0).held()).isFalse();
    }
}
