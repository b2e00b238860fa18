package dev.lossline.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.Optimizer;
import dev.lossline.training.Activation;
import dev.lossline.training.Architecture;
import dev.lossline.training.DatasetName;
import dev.lossline.training.TrainingPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialPlanTest {
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;

    @Test
    void plansAllThatTheTrialSays() {
        var trial = Trials.trial(new Optimizer.Sgd(0.1, 0.9, 1e-4, true));
        assertThat(TrialPlan.from(trial, INPUTS, CLASSES))
                .isEqualTo(new TrainingPlan(
                        new Architecture(INPUTS, List.of(64, 32), CLASSES, Activation.TANH),
                        new dev.lossline.training.Optimizer.Sgd(0.1, 0.9, 1e-4, true),
                        3,
                        100,
                        0.25,
                        5,
                        1000));
    }

    @Test
    void keepsAdamsSettings() {
        var trial = Trials.trial(new Optimizer.Adam(0.1, 0.8, 0.99, 1e-7, 0.2));
        assertThat(TrialPlan.from(trial, INPUTS, CLASSES).optimizer())
                .isEqualTo(new dev.lossline.training.Optimizer.Adam(0.1, 0.8, 0.99, 1e-7, 0.2));
    }

    @Test
    void keepsAdamWsSettings() {
        var trial = Trials.trial(new Optimizer.AdamW(0.1, 0.8, 0.99, 1e-7, 0.2));
        assertThat(TrialPlan.from(trial, INPUTS, CLASSES).optimizer())
                .isEqualTo(new dev.lossline.training.Optimizer.AdamW(0.1, 0.8, 0.99, 1e-7, 0.2));
    }

    @Test
    void namesTheDataset() {
        assertThat(TrialPlan.dataset(Trials.sgd(0.1))).isEqualTo(DatasetName.MNIST);
    }
}
