package dev.lossline.specification.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.violation.InvalidSpecificationException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExpansionTest {
    private static final UUID EXPERIMENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");

    @Test
    void withoutASearchIsOneTrial() throws Exception {
        assertThat(expansion("{\"name\": \"one\"}").trials(EXPERIMENT))
                .singleElement()
                .satisfies(trial -> assertThat(trial.id()).hasToString(EXPERIMENT + ".1"));
    }

    @Test
    void variesTheLastKeyFastestThenSeedsThenDevices() throws Exception {
        Expansion expansion = expansion("""
                {"name": "order", "seeds": [7, 8], "device": ["cpu", "gpu"],
                 "search": {"grid": {"training.epochs": [1, 2], "model.hidden": [[], [4]]}}}""");
        assertThat(expansion.combinations()).isEqualTo(16);
        assertThat(expansion.specifications())
                .hasSize(16)
                .extracting(t -> t.training().epochs() + " " + t.model().hidden() + " " + t.seed() + " "
                        + t.device().id())
                .startsWith("1 [] 7 cpu", "1 [] 7 gpu", "1 [] 8 cpu", "1 [] 8 gpu", "1 [4] 7 cpu")
                .endsWith("2 [4] 8 gpu");
        assertThat(expansion.varied()).containsExactly("training.epochs", "model.hidden", "seed", "device");
    }

    @Test
    void runsATrialThatTwoGridsShareOnce() throws Exception {
        Expansion expansion = expansion("""
                {"name": "study", "search": {"grid": [{"training.epochs": [20, 40]},
                                                      {"training.epochs": [40], "model.hidden": [[128], [256]]}]}}""");
        assertThat(expansion.specifications())
                .extracting(t -> t.training().epochs() + " " + t.model().hidden())
                .containsExactly("20 [128]", "40 [128]", "40 [256]");
    }

    @Test
    void startsAnotherOptimizerFromItsOwnDefaultsWhateverTheOrderOfTheKeys() throws Exception {
        Expansion expansion = expansion("""
                {"name": "optimizers", "training": {"optimizer": {"type": "sgd", "momentum": 0.9}},
                 "search": {"grid": [{"training.optimizer.beta1": [0.8], "training.optimizer.type": ["adam"]},
                                     {"training.optimizer.type": ["sgd"]}]}}""");
        assertThat(expansion.specifications())
                .extracting(t -> t.training().optimizer())
                .containsExactly(
                        new Optimizer.Adam(0.001, 0.8, 0.999, 1e-8, 0), new Optimizer.Sgd(0.001, 0.9, 0, false));
    }

    @Test
    void variesAWholeOptimizer() throws Exception {
        Expansion expansion = expansion("""
                {"name": "optimizers",
                 "search": {"grid": {"training.optimizer": [{"type": "adam", "learningRate": 0.01}, {"type": "sgd"}]}}}""");
        assertThat(expansion.specifications())
                .extracting(t -> t.training().optimizer())
                .containsExactly(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0), new Optimizer.Sgd(0.001, 0, 0, false));
    }

    @Test
    void findsAValueByItsPath() throws Exception {
        TrialSpecification trial =
                expansion("{\"name\": \"a\", \"seeds\": [5]}").specifications().getFirst();
        assertThat(Expansion.valueAt(trial, "training.optimizer.learningRate").doubleValue())
                .isEqualTo(0.001);
        assertThat(Expansion.valueAt(trial, "seed").longValue()).isEqualTo(5);
        assertThat(Expansion.valueAt(trial, "training.optimizer.beta1").isMissingNode())
                .isTrue();
    }

    @Test
    void countsBeyondWhatFits() throws Exception {
        String values = "[" + String.join(",", java.util.Collections.nCopies(2000, "1")) + "]";
        StringBuilder grid = new StringBuilder();
        for (String key :
                List.of("epochs", "batchSize", "validationSplit", "optimizer.learningRate", "optimizer.momentum")) {
            grid.append(grid.isEmpty() ? "" : ",")
                    .append("\"training.")
                    .append(key)
                    .append("\":")
                    .append(values);
        }
        grid.append(",\"model.activation\":").append(values);
        ExperimentSpecification specification = Json.MAPPER.readValue(
                Json.MAPPER
                        .writeValueAsString(specification("{\"name\": \"a\"}"))
                        .replace("\"grid\":[]", "\"grid\":[{" + grid + "}]"),
                ExperimentSpecification.class);
        Expansion expansion = new Expansion(specification);
        assertThat(expansion.combinations()).isEqualTo(Long.MAX_VALUE);
        assertThatExceptionOfType(InvalidSpecificationException.class)
                .isThrownBy(() -> expansion.trials(EXPERIMENT))
                .withMessageContaining("at most 20000 trials an experiment");
    }

    @Test
    void rejectsAGridThatCannotBeExpanded() throws Exception {
        String whole = Json.MAPPER.writeValueAsString(specification("{\"name\": \"a\"}"));
        for (String grid : List.of("[{\"training.epochs\": null}]", "[{\"training.epochs\": []}]", "[null]")) {
            assertThatThrownBy(() -> Json.MAPPER.readValue(
                            whole.replace("\"grid\":[]", "\"grid\":" + grid), ExperimentSpecification.class))
                    .isInstanceOf(JsonMappingException.class);
        }
    }

    private static Expansion expansion(String document) throws Exception {
        return new Expansion(specification(document));
    }

    private static ExperimentSpecification specification(String document) throws Exception {
        return new SpecificationReader(1000).read(Json.MAPPER.readTree(document));
    }
}
