package dev.lossline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import dev.lossline.specification.Activation;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.evaluation.Evaluation;
import dev.lossline.training.network.Architecture;
import dev.lossline.training.network.DenseNetwork;
import dev.lossline.training.random.TorchRandom;
import dev.lossline.training.safetensors.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares training on real MNIST with PyTorch's results. */
class ParityIT {

    private static final double LOSS_PERCENT = 1e-5 * 100;
    private static final long IMAGES = 2;

    static List<Golden.Case> cases() {
        return Golden.training();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void startsWithTheWeightsOfPyTorch(Golden.Case golden) {
        Map<String, Tensor> weights = DenseNetwork.initialWeights(architecture(golden), new TorchRandom(golden.seed()));

        assertThat(weights).containsOnlyKeys(golden.initialWeights().keySet());
        golden.initialWeights().forEach((name, expected) -> {
            Tensor weight = weights.get(name);
            assertThat(weight.shape()).isEqualTo(expected.shape());
            float[] values = weight.floats();
            double sum = 0;
            for (float value : values) {
                sum += value;
            }
            assertThat(sum).isCloseTo(expected.sum(), within(1e-6));
            for (List<Double> entry : expected.entries()) {
                float value = entry.get(1).floatValue();
                assertThat(values[entry.get(0).intValue()]).isCloseTo(value, within(Math.ulp(value)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasTheLossesAndTheAccuracyOfPyTorch(Golden.Case golden) throws InterruptedException {
        Dataset dataset = golden.examples() == null ? TestData.mnist() : TestData.mnist(golden.examples());
        TrainingPlan plan = new TrainingPlan(
                architecture(golden), optimizer(golden), golden.epochs(), golden.batchSize(), 0, golden.seed());
        List<Double> losses = new ArrayList<>();

        Checkpoint trained = new Training(plan, dataset, Device.cpu())
                .run((result, checkpoint) -> losses.add(result.trainingLoss()))
                .checkpoint();

        assertThat(losses).hasSameSizeAs(golden.losses());
        for (int i = 0; i < losses.size(); i++) {
            assertThat(losses.get(i))
                    .as("loss of epoch %d", i + 1)
                    .isCloseTo(golden.losses().get(i), withinPercentage(LOSS_PERCENT));
        }
        Evaluation evaluation =
                Evaluation.evaluate(plan.architecture(), trained.weights(), dataset.test(), Device.cpu());
        assertThat(Math.round(evaluation.accuracy() * 10_000)).isCloseTo(golden.correct(), within(IMAGES));
    }

    private static Architecture architecture(Golden.Case golden) {
        return new Architecture(
                784, golden.hidden(), 10, Activation.valueOf(golden.activation().toUpperCase(Locale.ROOT)));
    }

    private static Optimizer optimizer(Golden.Case golden) {
        Double decay = golden.weightDecay();
        return switch (golden.optimizer()) {
            case "sgd" ->
                new Optimizer.Sgd(golden.lr(), golden.momentum(), decay == null ? 0 : decay, golden.nesterov());
            case "adam" -> new Optimizer.Adam(golden.lr(), 0.9, 0.999, 1e-8, decay == null ? 0 : decay);
            case "adamw" -> new Optimizer.AdamW(golden.lr(), 0.9, 0.999, 1e-8, decay == null ? 0.01 : decay);
            default -> throw new IllegalArgumentException(golden.optimizer());
        };
    }
}
