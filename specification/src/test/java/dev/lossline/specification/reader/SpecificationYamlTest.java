package dev.lossline.specification.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it looks; that it reads back is a property that tests/testing checks. */
class SpecificationYamlTest {
    @Test
    void readsLikeTheReadyExperiments() throws Exception {
        String yaml = SpecificationYaml.of(specification("""
                {"name": "learning rates", "training": {"epochs": 2, "optimizer": {"learningRate": 1e-4}},
                 "search": {"grid": {"training.optimizer.learningRate": [0.2, 0.1], "training.epochs": [2, 1]}},
                 "seeds": [9223372036854775807, 0],
                 "reference": {"source": "é: a", "results": [
                    {"where": {"training.epochs": 2, "model.hidden": [128]}, "loss": 0.5},
                    {"where": {}, "accuracy": 0.9}]}}"""));

        assertThat(yaml).isEqualTo("""
                name: learning rates
                dataset: mnist
                model: {hidden: [128], activation: relu}
                training:
                  epochs: 2
                  batchSize: 64
                  validationSplit: 0.0
                  optimizer: {type: sgd, learningRate: 1.0E-4, momentum: 0.0, weightDecay: 0.0, nesterov: false}
                search: {grid: [{training.optimizer.learningRate: [0.2, 0.1], training.epochs: [2, 1]}]}
                seeds: [9223372036854775807, 0]
                device: [cpu]
                reference:
                  source: "é: a"
                  results: [{where: {training.epochs: 2, model.hidden: [128]}, loss: 0.5}, {where: {}, accuracy: 0.9}]
                """);
    }

    @Test
    void leavesOutAnEmptySearch() throws Exception {
        assertThat(SpecificationYaml.of(specification("{\"name\": \"one\"}"))).doesNotContain("search", "reference");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e-3", "010", "no", "Y", "null", "~", ": x", "- a", "a #b", "a: b", "a ", " a", "inf", "é"})
    void quotesTextThatYamlWouldReadAsAnotherType(String name) throws Exception {
        assertThat(SpecificationYaml.of(specification(
                        Json.MAPPER.createObjectNode().put("name", name).toString())))
                .startsWith("name: \"" + name + "\"\n");
    }

    private static ExperimentSpecification specification(String json) throws JsonProcessingException {
        return new SpecificationReader(100).read(Json.MAPPER.readTree(json));
    }
}
