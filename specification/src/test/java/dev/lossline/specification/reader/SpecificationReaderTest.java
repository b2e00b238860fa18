package dev.lossline.specification.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificationReaderTest {
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    @Test
    void fillsInTheDefaults() throws Exception {
        assertThat(read("{name: 'first'}"))
                .isEqualTo(new ExperimentSpecification(
                        "first",
                        DatasetName.MNIST,
                        new Model(List.of(128), Activation.RELU),
                        new Training(40, 64, 0, new Optimizer.Sgd(0.001, 0, 0, false)),
                        new ExperimentSpecification.Search(List.of()),
                        List.of(0L),
                        List.of(Device.CPU),
                        null));
    }

    @Test
    void readsEveryKey() throws Exception {
        ExperimentSpecification all = read("""
                {name: 'all', dataset: 'fashion-mnist', model: {hidden: [64, 32], activation: 'tanh'},
                 training: {epochs: 3, batchSize: 100, validationSplit: 0.1,
                            optimizer: {type: 'adamw', learningRate: 1e-3, beta1: 0.8, beta2: 0.99,
                                        epsilon: 1e-7, weightDecay: 0.1}},
                 search: {grid: [{'training.epochs': [1, 2]}, {'model.hidden': [[], [8]]}]},
                 seeds: [1, 2], device: ['cpu', 'gpu'],
                 reference: {source: 'paper', results: [{where: {'training.epochs': 1}, loss: 0.3, accuracy: 0.9,
                                                         seconds: 12}]}}""");
        assertThat(all.training().optimizer()).isEqualTo(new Optimizer.AdamW(0.001, 0.8, 0.99, 1e-7, 0.1));
        assertThat(all.search().grid()).hasSize(2);
        assertThat(all.device()).containsExactly(Device.CPU, Device.GPU);
        assertThat(all.reference().results().getFirst().accuracy()).isEqualTo(0.9);
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        ExperimentSpecification specification =
                read("{name: 'a', search: {grid: {'training.optimizer.learningRate': [0.1, 0.01]}}, seeds: [3, 4]}");
        String json = Json.MAPPER.writeValueAsString(specification);
        assertThat(Json.MAPPER.readValue(json, ExperimentSpecification.class)).isEqualTo(specification);
        assertThat(read(json)).isEqualTo(specification);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                    | name                            | 1 to 200",
                "{name: 'a', modell: {}}                               | modell                          | one of the keys",
                "{name: 'a', model: {hiden: [1]}}                      | model.hiden                     | one of the keys hidden, activation",
                "{name: 'a', model: {hidden: [0]}}                     | model.hidden[0]                 | 1 to 16384",
                "{name: 'a', model: {hidden: [8, -1]}}                 | model.hidden[1]                 | 1 to 16384",
                "{name: 'a', model: {hidden: [99999999999]}}           | model.hidden[0]                 | 1 to 16384",
                "{name: 'a', model: {hidden: 'wide'}}                  | model.hidden                    | a whole number",
                "{name: 'a', model: {activation: 'gelu'}}              | model.activation                | relu, tanh, sigmoid",
                "{name: 'a', training: {epochs: 0}}                    | training.epochs                 | 1 to 100000",
                "{name: 'a', training: {epochs: 1.5}}                  | training.epochs                 | a whole number",
                "{name: 'a', training: {batchSize: 70000}}             | training.batchSize              | 1 to 60000",
                "{name: 'a', training: {examples: 1}}                  | training.examples               | 2 to 60000",
                "{name: 'a', training: {validationSplit: 0.9}}         | training.validationSplit        | 0 to 0.5",
                "{name: 'a', training: []}                             | training                        | an object",
                "{name: 'a', training: {optimizer: {learningRate: -1}}} | training.optimizer.learningRate | greater than 0",
                "{name: 'a', training: {optimizer: {learningRate: NaN}}} | training.optimizer.learningRate | finite",
                "{name: 'a', training: {optimizer: {nesterov: true}}}  | training.optimizer.nesterov     | a momentum above 0",
                "{name: 'a', training: {optimizer: {beta1: 0.5}}}      | training.optimizer.beta1        | one of the keys",
                "{name: 'a', training: {optimizer: {type: 'lion'}}}    | training.optimizer.type         | sgd, adam, adamw",
                "{name: 'a', dataset: 'imagenet'}                      | dataset                         | mnist, fashion-mnist",
                "{name: 'a', device: 'tpu'}                            | device                          | cpu, gpu",
                "{name: 'a', device: []}                               | device                          | one or more",
                "{name: 'a', seeds: [1, 2, 1]}                         | seeds[2]                        | each value once",
                "{name: 'a', seeds: [-3]}                              | seeds[0]                        | 0 or greater",
                "{name: 'a', search: {grid: {'training.epochs': 3}}}   | search.grid.training.epochs     | a list",
                "{name: 'a', search: {grid: {'training.epochs': [1, 0]}}} | search.grid.training.epochs[1] | 1 to 100000",
                "{name: 'a', search: {grid: {'training.speed': [1]}}}  | search.grid.training.speed      | the path of a key",
                "{name: 'a', search: {grid: {'name': ['b']}}}          | search.grid.name                | the path of a key",
                "{name: 'a', search: {grid: {'a.b.c': [1]}}}           | search.grid.a.b.c               | the path of a key",
                "{name: 'a', search: {grid: {'model.hidden': [[4], [0]]}}} | search.grid.model.hidden[1][0] | 1 to 16384",
                "{name: 'a', search: {random: 3}}                      | search.random                   | one of the keys",
                "[1, 2]                                                | document                        | an object",
            })
    void namesFieldValueAndWhatIsAllowed(String document, String field, String allowed) {
        assertThat(violations(document)).anySatisfy(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.allowed()).contains(allowed);
        });
    }

    @Test
    void reportsAllViolationsAtOnce() {
        assertThat(violations("{name: '', dataset: 'x', training: {epochs: -1, optimizer: {learningRate: 'fast'}}}"))
                .extracting(Violation::field)
                .contains("name", "dataset", "training.epochs", "training.optimizer.learningRate");
    }

    @Test
    void refusesMoreTrialsThanAllowedWithoutMakingThem() {
        String values = "[" + "1,".repeat(9999) + "2]";
        List<Violation> violations =
                violations("{name: 'a', search: {grid: {'training.epochs': %s, 'training.batchSize': %s}}}"
                        .formatted(values, values));
        assertThat(violations)
                .extracting(Violation::field, Violation::value, Violation::allowed)
                .containsExactly(tuple("search.grid", "100000000 trials", "at most 1000 trials an experiment"));
    }

    @Test
    void reportsTheFirstHundredViolationsOfADocument() {
        assertThat(violations("{name: 'a', seeds: [%s'x']}".formatted("'x',".repeat(5000))))
                .hasSize(100);
    }

    @Test
    void refusesLongValuesOfAGridBeforeTheyAreCopiedToEveryTrial() {
        String hidden = "[" + "1,".repeat(2000) + "1]";
        assertThat(violations("{name: 'a', search: {grid: {'model.hidden': [%s]}}}".formatted(hidden)))
                .singleElement()
                .extracting(Violation::allowed)
                .isEqualTo("values of at most 1000 characters");
    }

    @Test
    void rejectsAModelTooLargeForACheckpoint() {
        assertThat(violations("{name: 'a', model: {hidden: [16384, 16384]}}"))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("model.hidden");
                    assertThat(violation.allowed()).contains("16000000 weights");
                });
    }

    @Test
    void truncatesAViolationBetweenCharacters() {
        Violation violation = new Violation("name", "x" + "\ud83d\ude00".repeat(200), "less");
        assertThat(violation.value().codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static ExperimentSpecification read(String document) throws Exception {
        return new SpecificationReader(1000).read(LENIENT.readTree(document));
    }

    private static List<Violation> violations(String document) {
        return catchThrowableOfType(InvalidSpecificationException.class, () -> read(document))
                .violations();
    }
}
