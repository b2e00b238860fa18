package dev.lossline.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.specification.Optimizer;
import dev.lossline.training.network.OptimizerState;
import dev.lossline.training.random.TorchRandom;
import dev.lossline.training.safetensors.Safetensors;
import dev.lossline.training.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final TrainingPlan ADAM = TestData.plan(Optimizer.Adam.of(0.001), 6, 3);
    private static final TrainingPlan MOMENTUM = TestData.plan(new Optimizer.Sgd(0.1, 0.9, 0, false), 6, 3);

    @Test
    void fitsThePlanOfItsTrial() {
        for (TrainingPlan plan : List.of(ADAM, MOMENTUM, TestData.plan(Optimizer.Sgd.of(0.1), 6))) {
            assertThatCode(() -> Checkpoint.fromSafetensors(state(plan).toSafetensors(Map.of()))
                            .requireFits(plan))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void doesNotFitAnotherOptimizerOrArchitecture() {
        assertThatThrownBy(() -> state(MOMENTUM).requireFits(ADAM))
                .hasMessageStartingWith("its optimizer state are [0.weight.momentum_buffer");
        assertThatThrownBy(() ->
                        state(TestData.plan(Optimizer.Adam.of(0.001), 6, 4)).requireFits(ADAM))
                .hasMessage("0.weight is F32 of shape [4, 784], must be F32 of shape [3, 784]");
        assertThatThrownBy(
                        () -> state(TestData.plan(Optimizer.Adam.of(0.001), 6)).requireFits(ADAM))
                .hasMessageStartingWith("its weights are [0.weight, 0.bias]");
    }

    @Test
    void doesNotFitAfterTheLastEpochOrBeforeTheFirst() {
        assertThatThrownBy(() -> state(TestData.plan(Optimizer.Adam.of(0.001), 9, 3), 7, 0)
                        .requireFits(ADAM))
                .hasMessage("it was taken after epoch 7 of 6");
        assertThatThrownBy(() -> state(ADAM, 0, 0).requireFits(ADAM)).hasMessageContaining("epoch 0");
    }

    @Test
    void doesNotFitWithWeightsThatAreNotFinite() {
        assertThatThrownBy(() -> state(ADAM, 2, Float.NaN).requireFits(ADAM))
                .hasMessage("not all numbers of 0.weight are finite");
        assertThatThrownBy(() -> state(ADAM, 2, Float.POSITIVE_INFINITY).requireModelOf(ADAM.architecture()))
                .hasMessage("not all numbers of 0.weight are finite");
    }

    @Test
    void aModelIsNotACheckpoint() {
        Checkpoint model = Checkpoint.fromSafetensors(state(ADAM).modelSafetensors(Map.of()));

        assertThatThrownBy(() -> model.requireFits(ADAM)).hasMessageContaining("no random state");
        assertThatCode(() -> model.requireModelOf(ADAM.architecture())).doesNotThrowAnyException();
    }

    @Test
    void refusesAFileOfAnotherVersion() {
        Safetensors file = state(ADAM).safetensors(Map.of());
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        metadata.put(Checkpoint.VERSION, "2");

        assertThatThrownBy(() -> Checkpoint.from(new Safetensors(file.tensors(), metadata)))
                .hasMessage("checkpoint_version is 2, this version of Lossline reads 1");
    }

    private static Checkpoint state(TrainingPlan plan) {
        return state(plan, 2, 0.5f);
    }

    private static Checkpoint state(TrainingPlan plan, int epoch, float firstWeight) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, Tensor> state = new LinkedHashMap<>();
        plan.architecture().shapes().forEach((name, shape) -> {
            weights.put(name, filled(shape, name.equals("0.weight") ? firstWeight : 0.5f));
            OptimizerState.names(plan.optimizer()).forEach(kept -> state.put(name + "." + kept, filled(shape, 0)));
        });
        Tensor random = Tensor.ofUnsigned(new TorchRandom(1).state(), TorchRandom.STATE_WORDS);
        return new Checkpoint(epoch, 0.5, 1, weights, state, Optional.of(random));
    }

    private static Tensor filled(List<Long> shape, float last) {
        float[] values = new float[Math.toIntExact(Tensor.elements(shape))];
        values[values.length - 1] = last;
        return Tensor.of(values, shape.stream().mapToLong(Long::longValue).toArray());
    }
}
