package dev.lossline.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.specification.violation.InvalidSpecificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema of the experiment document and what remains for the server. */
class SchemaTest {
    private static final Path REPOSITORY = Path.of("../..");
    private static final List<ServerRule> RULES = ServerRule.ALL;
    private static final int MAX_TRIALS = 10;

    private final SpecificationReader reader = new SpecificationReader(MAX_TRIALS);

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("experiments"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleNamesTheSchemaAndIsValid(Path example) throws IOException {
        String text = Files.readString(example);
        assertThat(text).startsWith("# yaml-language-server: $schema=experiment.schema.json\n");
        assertThat(Schema.faults(yaml(text))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void aRuleOfTheServerIsNotOneOfTheSchema(ServerRule rule) throws IOException {
        assertThat(Schema.faults(yaml(rule.document()))).isEmpty();
        assertThat(catchThrowableOfType(
                                InvalidSpecificationException.class,
                                () -> reader.read(rule.document().getBytes(UTF_8), Format.YAML))
                        .violations())
                .anyMatch(rule::explains);
    }

    @Test
    void theDocumentationListsTheRulesOfTheServer() throws IOException {
        String guide = Files.readString(REPOSITORY.resolve("docs/experiments.md"))
                .replace("`", "")
                .replaceAll("\\s+", " ");
        assertThat(RULES).allSatisfy(rule -> assertThat(guide).contains("- " + rule.sentence()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{name: null}",
                "{name: ''}",
                "{name: a, modell: {}}",
                "{name: a, dataset: mnits}",
                "{name: a, model: {hidden: [0]}}",
                "{name: a, model: {hidden: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
                "{name: a, training: {epochs: 100001}}",
                "{name: a, training: {epochs: '3'}}",
                "{name: a, training: {validationSplit: 0.6}}",
                "{name: a, training: {optimizer: {momentum: 1}}}",
                "{name: a, training: {optimizer: {beta1: 0.9}}}",
                "{name: a, training: {optimizer: {type: adam, momentum: 0.9}}}",
                "{name: a, search: {grid: {training.speed: [1]}}}",
                "{name: a, search: {grid: {training.epochs: 3}}}",
                "{name: a, search: {grid: {training.epochs: []}}}",
                "{name: a, search: {grid: [{training.epochs: [1, 0]}]}}",
                "{name: a, search: {grid: {training.optimizer: [{type: adam, momentum: 0.9}]}}}",
                "{name: a, search: {grid: {model: [{hidden: [0]}], training.epochs: [3]}}}",
                "{name: a, seeds: []}",
                "{name: a, seeds: [1, 1]}",
                "{name: a, seeds: -1}",
                "{name: a, device: [cpu, cpu]}",
                "{name: a, reference: {results: [{accuracy: 98}]}}",
                "{name: a, reference: {results: [{where: {training.epochs: many}}]}}",
                "{name: a, reference: {results: [{where: {model.hidden: [many]}}]}}",
                "{name: a, reference: {results: [{where: {training.optimizer: {typ: sgd}}}]}}",
                "[a]"
            })
    void theSchemaRejectsWhatConcernsOneKey(String document) throws IOException {
        assertThat(Schema.faults(yaml(document))).isNotEmpty();
        assertThat(catchThrowableOfType(
                        InvalidSpecificationException.class, () -> reader.read(document.getBytes(UTF_8), Format.YAML)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: 1.10}",
                "{name: true, dataset: , model: ~, training: null, search: , seeds: , device: , reference: }",
                "{name: a, model: {hidden: 8}, seeds: 3, device: gpu}",
                "{name: a, model: {hidden: []}, search: {grid: {}}}",
                "{name: a, search: {grid: {model.hidden: [8, [], [4, 4], null]}}}",
                "{name: a, search: {grid: {training.optimizer: [{nesterov: true, momentum: 7}],"
                        + " training.optimizer.momentum: [0.9]}}}",
                "{name: a, reference: {source: 2026, results: {loss: 1}}}",
                "{name: a, reference: {results: [null, {where: {training.optimizer: {beta1: 7}, seed: null, device:"
                        + " cpu}}]}}"
            })
    void whatTheServerAcceptsIsValid(String document) throws IOException {
        assertThat(reader.read(document.getBytes(UTF_8), Format.YAML)).isNotNull();
        assertThat(Schema.faults(yaml(document))).isEmpty();
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }
}
