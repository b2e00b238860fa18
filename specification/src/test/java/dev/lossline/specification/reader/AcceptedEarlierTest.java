package dev.lossline.specification.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Reference;
import org.junit.jupiter.api.Test;

/** Specifications in the log are read and expanded even if they would be rejected as submissions today. */
class AcceptedEarlierTest {
    @Test
    void isReadAndExpandedUnchanged() throws Exception {
        ExperimentSpecification specification = Json.MAPPER.readValue("""
                {"name": "old", "dataset": "mnist", "model": {"hidden": [8], "activation": "relu"},
                 "training": {"epochs": 1, "batchSize": 64, "validationSplit": 0.01, "examples": 64,
                              "optimizer": {"type": "sgd", "learningRate": 1e39, "momentum": 1e-60,
                                            "weightDecay": 0, "nesterov": false}},
                 "search": {"grid": [{"training.optimizer": [{"type": "sgd", "learningRate": "1e-3"},
                                                             {"type": "adam", "learningRate": "01.e+1"}]},
                                     {"training.optimizer.learningRate": ["1E-2"]},
                                     {}]},
                 "seeds": [0, 4294967296], "device": ["cpu"],
                 "reference": {"source": "s", "results": [
                     {"where": {"training.speed": 3}, "accuracy": 98, "loss": -1},
                     {"where": {"training.examples": 64.0, "training.optimizer.learningRate": 1e999}, "seconds": 1},
                     {"where": {"training.optimizer": {"momentum": 1e-60}}, "seconds": 2}]}}""", ExperimentSpecification.class);
        Expansion expansion = new Expansion(specification);
        assertThat(expansion.specifications())
                .extracting(trial -> trial.training().optimizer().learningRate() + " " + trial.seed())
                .containsExactly(
                        "0.001 0",
                        "0.001 4294967296",
                        "10.0 0",
                        "10.0 4294967296",
                        "0.01 0",
                        "0.01 4294967296",
                        "1.0E39 0",
                        "1.0E39 4294967296");
        assertThat(specification.reference().about(expansion.specifications().getLast()))
                .contains(new Reference.Published(null, null, 2.0));
    }

    @Test
    void aNumberThatAnOlderVersionDidNotWriteIsZero() throws Exception {
        assertThat(Json.MAPPER.readValue("""
                {"type": "sgd", "learningRate": 0.1}""", Optimizer.class)).isEqualTo(new Optimizer.Sgd(0.1, 0, 0, false));
    }
}
