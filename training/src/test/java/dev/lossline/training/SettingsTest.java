package dev.lossline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.network.Architecture;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The records that define a training run. */
class SettingsTest {

    private static final Optimizer SGD = Optimizer.Sgd.of(0.1);

    @Test
    void namesParametersAsSequentialDoes() {
        Architecture architecture = TestData.architecture(64, 32);

        assertThat(architecture.layers())
                .containsExactly(
                        new Architecture.Layer(0, 784, 64),
                        new Architecture.Layer(2, 64, 32),
                        new Architecture.Layer(4, 32, 10));
        assertThat(architecture.layers().get(1).weight()).isEqualTo("2.weight");
        assertThat(architecture.layers().get(2).bias()).isEqualTo("4.bias");
    }

    @Test
    void countsParameters() {
        assertThat(TestData.architecture().parameters()).isEqualTo(7850);
        assertThat(TestData.architecture(128).parameters()).isEqualTo(784 * 128 + 128 + 128 * 10 + 10);
    }

    @Test
    void rejectsInvalidNetworks() {
        refused("inputs is 0", () -> new Architecture(0, List.of(), 10, Activation.RELU));
        refused("hidden is [8, 0]", () -> new Architecture(784, List.of(8, 0), 10, Activation.RELU));
        refused("outputs is 1", () -> new Architecture(784, List.of(), 1, Activation.RELU));
    }

    @Test
    void rejectsInvalidOptimizers() {
        refused("learningRate is 0.0", () -> Optimizer.Sgd.of(0));
        refused("learningRate is NaN", () -> Optimizer.Adam.of(Double.NaN));
        refused("learningRate is Infinity", () -> Optimizer.AdamW.of(Double.POSITIVE_INFINITY));
        refused("momentum is 1.5", () -> new Optimizer.Sgd(0.1, 1.5, 0, false));
        refused("weightDecay is -1.0", () -> new Optimizer.Sgd(0.1, 0, -1, false));
        refused("nesterov is true", () -> new Optimizer.Sgd(0.1, 0, 0, true));
        refused("beta1 is 1.0", () -> new Optimizer.Adam(0.1, 1, 0.999, 1e-8, 0));
        refused("beta2 is -0.1", () -> new Optimizer.AdamW(0.1, 0.9, -0.1, 1e-8, 0));
        refused("epsilon is -1.0", () -> new Optimizer.Adam(0.1, 0.9, 0.999, -1, 0));
    }

    @Test
    void rejectsInvalidPlans() {
        Architecture slp = TestData.architecture();
        refused("epochs is 0", () -> new TrainingPlan(slp, SGD, 0, 64, 0, 0));
        refused("batchSize is 0", () -> new TrainingPlan(slp, SGD, 1, 0, 0, 0));
        refused("validationSplit is 0.6", () -> new TrainingPlan(slp, SGD, 1, 64, 0.6, 0));
        refused("examples is 1", () -> new TrainingPlan(slp, SGD, 1, 64, 0, 0, 1));
        refused("validationSplit is NaN", () -> new TrainingPlan(slp, SGD, 1, 64, Double.NaN, 0));
    }

    @Test
    void roundsTheValidationSplitDown() {
        TrainingPlan plan = new TrainingPlan(TestData.architecture(), SGD, 1, 64, 0.25, 0);
        assertThat(plan.heldOut(7)).isEqualTo(1);
        assertThat(plan.trained(7)).isEqualTo(6);
    }

    @Test
    void listsAvailableDatasets() {
        assertThat(DatasetName.of("fashion-mnist")).isEqualTo(DatasetName.FASHION_MNIST);
        refused("dataset is 'mnits', allowed: mnist, fashion-mnist", () -> DatasetName.of("mnits"));
    }

    private static void refused(String message, ThrowingCallable creation) {
        assertThatIllegalArgumentException().isThrownBy(creation).withMessageContaining(message);
    }
}
