package dev.lossline.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.specification.violation.InvalidSpecificationException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.optimizer: {type: sgd, learningRate: 0.1, momentum: 0.0, weightDecay: 0.0, nesterov: false}",
                "training.optimizer: {learningRate: 1e-1, momentum: 0}",
                "training: {optimizer: {type: sgd}}",
                "training.optimizer.momentum: 0",
                "training.epochs: 2",
                "model.hidden: [8, 4]",
                "seed: 7",
                "device: cpu",
                "training.examples: ~",
                "dataset: mnist",
            })
    void isAboutATrialThatHasTheValuesHoweverTheyAreWritten(String where) {
        assertThat(reference(where).about(trial())).contains(new Reference.Published(0.5, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.optimizer: {momentum: 0.1}",
                "training.optimizer.beta1: 0.9",
                "training.epochs: 3",
                "model.hidden: [8]",
                "model.hidden: [4, 8]",
                "seed: 8",
                "training.examples: 100",
            })
    void isNotAboutAnother(String where) {
        assertThat(reference(where).about(trial())).isEmpty();
    }

    @Test
    void takesEachFigureFromTheFirstResultThatHasIt() {
        Reference reference = specification("""
                {results: [{where: {seed: 8}, loss: 1}, {where: {seed: 7}, loss: 2}, {loss: 3, accuracy: 0.5}]}""").reference();
        assertThat(reference.about(trial())).contains(new Reference.Published(2.0, 0.5, null));
    }

    @Test
    void rejectsTooManyReferenceResults() {
        assertThatExceptionOfType(InvalidSpecificationException.class)
                .isThrownBy(() -> specification("{results: [" + "{loss: 1},".repeat(1_001) + "]}"))
                .withMessage("line 5, column 22: reference.results is 1001 results; allowed: at most 1000 results");
    }

    private static Reference reference(String where) {
        return specification("{results: [{where: {%s}, loss: 0.5}]}".formatted(where))
                .reference();
    }

    private static TrialSpecification trial() {
        return new Expansion(specification("~")).specifications().getFirst();
    }

    private static ExperimentSpecification specification(String reference) {
        String yaml = """
                name: a
                model: { hidden: [8, 4] }
                training: { epochs: 2, optimizer: { learningRate: 0.1 } }
                seeds: 7
                reference: %s
                """.formatted(reference);
        return new SpecificationReader(10).read(yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }
}
