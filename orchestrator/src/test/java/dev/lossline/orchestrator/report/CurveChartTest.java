package dev.lossline.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveChartTest {
    @ParameterizedTest
    @CsvSource({
        "0.631, 0.63",
        "100, 100",
        "251188.6, 250000",
        "1e7, 1e7",
        "1e25, 1e25",
        "2.512e16, 2.5e16",
        "1e-5, 1e-5"
    })
    void aTickOfALogarithmicAxisIsShort(double value, String text) {
        assertThat(CurveChart.logarithmicTick(value)).isEqualTo(text);
    }
}
