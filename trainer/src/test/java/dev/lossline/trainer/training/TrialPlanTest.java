package dev.lossline.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.Trials;
import dev.lossline.training.TrainingPlan;
import dev.lossline.training.network.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialPlanTest {
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;

    @Test
    void plansTheWholeTrial() {
        var trial = Trials.trial(new Optimizer.Sgd(0.1, 0.9, 1e-4, true));
        assertThat(TrialPlan.from(trial))
                .isEqualTo(new TrainingPlan(
                        new Architecture(INPUTS, List.of(64, 32), CLASSES, Activation.TANH),
                        new Optimizer.Sgd(0.1, 0.9, 1e-4, true),
                        3,
                        100,
                        0.25,
                        5,
                        1000));
    }

    @Test
    void keepsAdamsSettings() {
        var trial = Trials.trial(new Optimizer.Adam(0.1, 0.8, 0.99, 1e-7, 0.2));
        assertThat(TrialPlan.from(trial).optimizer()).isEqualTo(new Optimizer.Adam(0.1, 0.8, 0.99, 1e-7, 0.2));
    }

    @Test
    void keepsAdamWsSettings() {
        var trial = Trials.trial(new Optimizer.AdamW(0.1, 0.8, 0.99, 1e-7, 0.2));
        assertThat(TrialPlan.from(trial).optimizer()).isEqualTo(new Optimizer.AdamW(0.1, 0.8, 0.99, 1e-7, 0.2));
    }

    @ParameterizedTest
    @CsvSource({"64, 0.01", "64, 0.015625", "100, 0.29", "7, 0.5", "60000, 0.00001", "60000, 0.1", "2, 0.5", "3, 0.3333"
    })
    void holdsOutAsManyAsASubmissionIsCheckedFor(int examples, double split) {
        var training = new Training(1, 64, split, new Optimizer.Sgd(0.1, 0, 0, false), examples);
        var trial = new TrialSpecification(
                DatasetName.MNIST, new Model(List.of(), Activation.RELU), training, 0, Device.CPU);
        assertThat(TrialPlan.from(trial).heldOut(Training.MAX_EXAMPLES)).isEqualTo(training.heldOut());
    }
}
