package dev.lossline.specification.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialKeysTest {
    @Test
    void matchThoseOfASpecification() {
        assertThat(TrialKeys.ofGrids())
                .containsExactlyInAnyOrder(
                        "dataset",
                        "model",
                        "model.hidden",
                        "model.activation",
                        "training",
                        "training.epochs",
                        "training.batchSize",
                        "training.validationSplit",
                        "training.examples",
                        "training.optimizer",
                        "training.optimizer.type",
                        "training.optimizer.learningRate",
                        "training.optimizer.momentum",
                        "training.optimizer.weightDecay",
                        "training.optimizer.nesterov",
                        "training.optimizer.beta1",
                        "training.optimizer.beta2",
                        "training.optimizer.epsilon");
        assertThat(TrialKeys.all()).hasSize(20).containsAll(TrialKeys.ofGrids()).contains("seed", "device");
    }
}
