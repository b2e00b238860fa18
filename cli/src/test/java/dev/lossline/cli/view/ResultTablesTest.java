package dev.lossline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.cli.Samples;
import dev.lossline.contract.event.State;
import org.junit.jupiter.api.Test;

class ResultTablesTest {
    @Test
    void marksTheBestTrial() {
        assertThat(String.join(
                        "\n",
                        new ResultTable(Samples.experiment(State.COMPLETED, null), Samples.trials()).lines(false)))
                .isEqualTo("""
                        #  learningRate  state      epochs    loss  test accuracy  seconds
                        1           0.1  completed   20/20  0.0476        97.12 %  10.00 s  best
                        2          0.01  running      9/20  0.1000              –   4.50 s
                        3         0.001  queued       0/20       –              –   0.00 s""");
    }

    @Test
    void showsAConfusionMatrixWithRecall() {
        assertThat(String.join("\n", new ConfusionTable(Samples.evaluation()).lines(false)))
                .isEqualTo("""
                                predicted
                        actual      0    1   recall
                             0      6    · 100.00 %
                             1      1    3  75.00 %
                        Test accuracy 90.00 %, loss 0.1234, 10 images""");
    }
}
