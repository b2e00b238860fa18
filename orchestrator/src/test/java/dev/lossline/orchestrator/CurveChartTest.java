package dev.lossline.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.orchestrator.CurveChart.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveChartTest {
    @Test
    void theTicksOfATrialThatHasDivergedAreReadable() {
        assertThat(ticks(1e30, 450.0)).contains("1e10", "1e25").noneMatch(tick -> tick.contains("000000"));
    }

    @Test
    void theTicksOfOrdinaryLossesAreWrittenOut() {
        assertThat(ticks(2.3, 0.01)).contains("0.1", "1").noneMatch(tick -> tick.contains("e"));
    }

    /** What the drawing writes, besides the names of the axes. */
    private static List<String> ticks(double first, double last) {
        String svg = CurveChart.svg(List.of(new Curve(0, List.of(1, 2), List.of(first, last))), "two epochs");
        return java.util.regex.Pattern.compile(">([0-9][^<]*)</text>")
                .matcher(svg)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
