package dev.lossline.bench.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryTimesTest {
    private static final double[] ONE_TO_HUNDRED =
            IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();

    @Test
    void percentilesAreMeasuredValues() {
        assertThat(QueryTimes.percentile(ONE_TO_HUNDRED, 50)).isEqualTo(50);
        assertThat(QueryTimes.percentile(ONE_TO_HUNDRED, 95)).isEqualTo(95);
        assertThat(QueryTimes.percentile(ONE_TO_HUNDRED, 100)).isEqualTo(100);
        assertThat(QueryTimes.percentile(new double[] {7}, 95)).isEqualTo(7);
    }

    @Test
    void queriesThatMissTheGoalAreListed() {
        MeasuredQuery fast = new MeasuredQuery("HTTP", "fast", random -> {});
        MeasuredQuery slow = new MeasuredQuery("HTTP", "slow", random -> {});
        Map<MeasuredQuery, double[]> millis = new LinkedHashMap<>();
        millis.put(fast, ONE_TO_HUNDRED);
        millis.put(slow, new double[] {96});

        QueryTimes times = new QueryTimes(millis, 95);

        assertThat(times.over()).containsExactly(slow);
        assertThat(times.report("a machine", "2026-11-23"))
                .contains("**Not met** by 1 of 2.")
                .contains("| HTTP | fast | 50.0 | 95.0 | 100.0 |")
                .contains("| HTTP | slow | 96.0 | **96.0** | 96.0 |");
    }
}
