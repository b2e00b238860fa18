package dev.lossline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
    @Test
    void drawsFromTheLowestToTheHighestPoint() {
        assertThat(Sparkline.of(List.of(7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0), 8))
                .isEqualTo("█▇▆▅▄▃▂▁");
    }

    @Test
    void drawsAFlatLineLow() {
        assertThat(Sparkline.of(List.of(1.0, 1.0, 1.0), 8)).isEqualTo("▁▁▁");
    }

    @Test
    void keepsFirstAndLastPointIfNotAllFit() {
        List<Double> falling =
                DoubleStream.iterate(100, x -> x - 1).limit(100).boxed().toList();
        assertThat(Sparkline.of(falling, 5)).isEqualTo("█▆▅▃▁");
    }

    @Test
    void omitsValuesThatAreNotNumbers() {
        assertThat(Sparkline.of(List.of(2.0, Double.NaN, 1.0), 8)).isEqualTo("█▁");
    }

    @Test
    void isEmptyBeforeTheFirstPoint() {
        assertThat(Sparkline.of(List.of(), 8)).isEmpty();
    }
}
