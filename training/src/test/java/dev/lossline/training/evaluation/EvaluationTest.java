package dev.lossline.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.evaluation.ClassMetric;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void followsFromTheConfusionMatrix() {
        Evaluation evaluation = Evaluation.of(new long[][] {{8, 2, 0}, {1, 9, 0}, {5, 0, 0}}, List.of(), 0.5);

        assertThat(evaluation.examples()).isEqualTo(25);
        assertThat(evaluation.accuracy()).isEqualTo(17 / 25.0);
        assertThat(evaluation.confusion().get(0)).isEqualTo(List.of(8L, 2L, 0L));
        assertThat(evaluation.classes().get(0)).isEqualTo(new ClassMetric(0, 8 / 14.0, 8 / 10.0, 16 / 24.0, 10));
    }

    @Test
    void aRatioWithDenominatorZeroIsZero() {
        Evaluation evaluation = Evaluation.of(new long[][] {{4, 0, 0}, {0, 0, 0}, {2, 0, 0}}, List.of(), 0.5);

        assertThat(evaluation.classes().get(1)).isEqualTo(new ClassMetric(1, 0, 0, 0, 0));
        assertThat(evaluation.classes().get(2)).isEqualTo(new ClassMetric(2, 0, 0, 0, 2));
    }
}
