package dev.lossline.specification.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as people write them, to the letter. */
class DocumentCasesTest {
    private static final SpecificationReader READER = new SpecificationReader(1000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6e84117",
                "1.10",
                "no",
                "1e-3",
                "0x10",
                "0o17",
                "010",
                "2026-11-28",
                "true",
                "1_000",
                "12:30:00",
                ".inf",
                "1e999",
                "-",
                "caf\u00e9",
                "\ud83d\ude00"
            })
    void aTextIsKeptAsWritten(String text) {
        String yaml = "name: %s\nreference: { source: %s }\n".formatted(text, text);
        if (text.equals("-")) {
            yaml = "name: '-'\nreference: { source: '-' }\n";
        }
        ExperimentSpecification specification = yaml(yaml);
        assertThat(specification.name()).isEqualTo(text);
        assertThat(specification.reference().source()).isEqualTo(text);
        assertThat(json("{\"name\": \"%s\"}".formatted(text)).name()).isEqualTo(text);
    }

    @Test
    void aJsonNumberIsKeptAsWrittenWhereTextIsExpected() {
        assertThat(json("{\"name\": 1.10}").name()).isEqualTo("1.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void readsNullsOfYamlAsMissing(String nothing) {
        assertThat(violations("name: " + nothing))
                .singleElement()
                .hasToString("line 1, column %d: name is missing; allowed: 1 to 200 characters"
                        .formatted(nothing.isEmpty() ? 6 : 7));
        assertThat(yaml("name: '%s'".formatted(nothing.isEmpty() ? "x" : nothing))
                        .name())
                .isEqualTo(nothing.isEmpty() ? "x" : nothing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "training: { epochs: 010 }            | training.epochs is 010; allowed: a whole number without leading zeros",
                "training: { epochs: 0x10 }           | training.epochs is 0x10; allowed: a whole number in decimal digits",
                "training: { epochs: 0o17 }           | training.epochs is 0o17; allowed: a whole number in decimal digits",
                "training: { epochs: 1_000 }          | training.epochs is 1_000; allowed: a whole number in decimal digits",
                "training: { epochs: 1:30 }           | training.epochs is 1:30; allowed: a whole number in decimal digits",
                "training: { epochs: '3' }            | training.epochs is \"3\"; allowed: a whole number without quotes",
                "training: { epochs: 1.5 }            | training.epochs is 1.5; allowed: a whole number",
                "training: { epochs: 99999999999999999999 } | training.epochs is 99999999999999999999; allowed: a whole number from 1 to 100000",
                "seeds: 9223372036854775808           | seeds is 9223372036854775808; allowed: a whole number that 64 bits can hold",
                "seeds: [1.5]                         | seeds[0] is 1.5; allowed: a whole number",
                "seeds: [01]                          | seeds[0] is 01; allowed: a whole number without leading zeros",
                "seeds: [0, 4294967296]               | seeds[1] is 4294967296; allowed: seeds that differ in their low 32 bits, which are all that is used: seeds[0], 0, gives the same trial",
                "training: { optimizer: { learningRate: .5e999 } }  | training.optimizer.learningRate is .5e999; allowed: a finite number",
                "training: { optimizer: { learningRate: 1e39 } }    | training.optimizer.learningRate is 1e39; allowed: a number of at most 3.4e38",
                "training: { optimizer: { learningRate: 1e-46 } }   | training.optimizer.learningRate is 1e-46; allowed: 0 or a number of at least 1.4e-45",
                "training: { optimizer: { momentum: 1e-999 } }      | training.optimizer.momentum is 1e-999; allowed: 0 or a number of at least 1.4e-45",
                "training: { optimizer: { weightDecay: 1e39 } }     | training.optimizer.weightDecay is 1e39; allowed: a number of at most 3.4e38",
                "training: { optimizer: { type: adam, epsilon: 1e-60 } } | training.optimizer.epsilon is 1e-60; allowed: 0 or",
                "training: { optimizer: { type: adamw, beta1: 1e-50 } }  | training.optimizer.beta1 is 1e-50; allowed: 0 or",
                "search: { grid: { training.optimizer.learningRate: [0.1, 1e39] } } | search.grid.training.optimizer.learningRate[1] is 1e39; allowed: a number of at most",
                "search: { grid: { training.optimizer.learningRate: [1e400] } }     | search.grid.training.optimizer.learningRate[0] is 1e400; allowed: a number of at most",
                "search: { grid: { training.optimizer: [{ momentum: 1e-400 }] } }   | search.grid.training.optimizer[0].momentum is 1e-400; allowed: 0 or",
                "search: { grid: { training.epochs: [010] } }       | search.grid.training.epochs[0] is 010; allowed: a number without leading zeros",
                "search: { grid: { training.epochs: ['3'] } }       | search.grid.training.epochs[0] is \"3\"; allowed: a whole number without quotes",
                "training: { examples: 64, validationSplit: 0.01 }  | training.validationSplit is 0.01; allowed: 0, or a fraction that holds out at least one of the 64 examples",
                "training: { validationSplit: 0.00001 }             | training.validationSplit is 0.00001; allowed: 0, or a fraction that holds out at least one of the 60000 examples",
                "search: { grid: { training.validationSplit: [0, 0.00001] } } | search.grid.training.validationSplit[1] is 0.00001; allowed: 0, or a fraction",
                "dataset: mnits                       | dataset is mnits; allowed: mnist, fashion-mnist. Did you mean 'mnist'?",
                "dataset: Fashion_MNIST               | dataset is Fashion_MNIST; allowed: mnist, fashion-mnist. Did you mean 'fashion-mnist'?",
                "modell: {}                           | Unknown key 'modell'. Did you mean 'model'?",
                "model: { hiden: [1] }                | Unknown key 'hiden' in model. Did you mean 'hidden'?",
                "epochs: 3                            | Unknown key 'epochs'. Did you mean 'training.epochs'?",
                "sedes: [1]                           | Unknown key 'sedes'. Did you mean 'seeds'?",
                "training: { batch_size: 3 }          | Unknown key 'batch_size' in training. Did you mean 'batchSize'?",
                "search: { grid: { training.epoch: [1] } } | Unknown key 'training.epoch' in search.grid. Did you mean 'training.epochs'?",
                "search: { grid: { training.optimizer.beta1: [0.1, 0.2] } } | Unknown key 'beta1' in training.optimizer. Allowed: one of the keys type, learningRate",
                "reference: { results: [{ loss: -1 }] }       | reference.results[0].loss is -1; allowed: a finite number, 0 or greater",
                "reference: { results: [{ loss: .inf }] }     | reference.results[0].loss is .inf; allowed: a finite number",
                "reference: { results: [{ seconds: 1e999 }] } | reference.results[0].seconds is 1e999; allowed: a finite number",
                "reference: { results: [{ accuracy: 98 }] }   | reference.results[0].accuracy is 98; allowed: a fraction from 0 to 1",
                "reference: { results: [{ where: { training.epoch: 1 } }] } | Unknown key 'training.epoch' in reference.results[0].where. Did you mean 'training.epochs'?",
                "reference: { results: [{ where: { training.optimizer: { typ: sgd } } }] } | Unknown key 'typ' in reference.results[0].where.training.optimizer. Did you mean 'type'?",
                "reference: { results: [{ where: { training.epochs: many } }] } | reference.results[0].where.training.epochs is many; allowed: a whole number",
                "a: &x 1                              | The anchor '&x' is not supported. Remove it.",
                "dataset: !!str mnist                 | Tags are not supported. Remove '!!str'.",
                "<<: { dataset: mnist }               | Merge keys ('<<') are not supported. Write the keys out.",
                "name: again                          | The key 'name' is given twice, first in line 1. Remove one.",
            })
    void saysWhatIsWrongOnItsLine(String line, String message) {
        assertThat(violations("name: a\n" + line + "\n")).anySatisfy(violation -> {
            assertThat(violation.message()).startsWith(message);
            assertThat(violation.line()).isEqualTo(2);
            assertThat(violation.column()).isNotNull();
        });
        if (!line.startsWith("a:")) {
            assertThat(violations("name: a\n" + line + "\n")).hasSize(1);
        }
    }

    @Test
    void reportsEachFaultOnceInOrder() {
        List<Violation> violations = violations("""
                name: all wrong
                modell: {}
                training:
                  epochs: 0
                  batchSize: many
                  optimizer: { type: sgd, learningRate: -1, momentum: x, nesterov: true }
                seeds: []
                search:
                  grid:
                    training.epochs: [1, 0]
                    training.optimizer.momentum: [0.5, 2]
                    training.speed: [1, 2, 3]
                reference: { results: [{ accuracy: 2 }, { loss: -1 }] }
                """);
        assertThat(violations)
                .extracting(Violation::line, Violation::column, Violation::field)
                .containsExactly(
                        tuple(2, 1, "modell"),
                        tuple(4, 11, "training.epochs"),
                        tuple(5, 14, "training.batchSize"),
                        tuple(6, 41, "training.optimizer.learningRate"),
                        tuple(6, 55, "training.optimizer.momentum"),
                        tuple(7, 8, "seeds"),
                        tuple(10, 26, "search.grid.training.epochs[1]"),
                        tuple(11, 40, "search.grid.training.optimizer.momentum[1]"),
                        tuple(12, 5, "search.grid.training.speed"),
                        tuple(13, 36, "reference.results[0].accuracy"),
                        tuple(13, 49, "reference.results[1].loss"));
    }

    @Test
    void aWrongTypeAffectsNoOtherKey() {
        assertThat(violations("""
                name: a
                training: { optimizer: { type: lion, beta1: 0.9, weightDecay: 0.1 } }
                search: { grid: { training.optimizer.beta2: [0.9] } }
                """)).singleElement().extracting(Violation::field).isEqualTo("training.optimizer.type");
    }

    @Test
    void namesTheGridOfSeveral() {
        assertThat(violations("""
                name: a
                search:
                  grid:
                    - { training.epochs: [1] }
                    - training.epochs: [2, 0]
                """))
                .singleElement()
                .hasToString(
                        "line 5, column 28: search.grid[1].training.epochs[1] is 0; allowed: a whole number from 1 to 100000");
    }

    @Test
    void acceptsAByteOrderMark() {
        assertThat(yaml("\uFEFFname: a").name()).isEqualTo("a");
        assertThat(json("\uFEFF{\"name\": \"a\"}").name()).isEqualTo("a");
    }

    @Test
    void aliasesAreRefusedAndDoNotGrow() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("x]\n");
        }
        assertThat(violations(bomb.toString()))
                .anySatisfy(violation -> assertThat(violation.message())
                        .isEqualTo("The alias '*a0' is not supported. Write the value out."));
    }

    @Test
    void seedsOf64BitsAndLargeNumbersOfAGridAreKept() {
        assertThat(yaml("name: a\nseeds: [9007199254740993, 9223372036854775807]")
                        .seeds())
                .containsExactly(9007199254740993L, 9223372036854775807L);
        assertThat(yaml("name: a\nsearch: { grid: { training.optimizer.learningRate: [1e7] } }")
                        .search()
                        .grid()
                        .getFirst()
                        .get("training.optimizer.learningRate")
                        .getFirst()
                        .doubleValue())
                .isEqualTo(1e7);
    }

    private static ExperimentSpecification yaml(String text) {
        return READER.read(text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    private static ExperimentSpecification json(String text) {
        return READER.read(text.getBytes(StandardCharsets.UTF_8), Format.JSON);
    }

    private static List<Violation> violations(String yaml) {
        return catchThrowableOfType(InvalidSpecificationException.class, () -> yaml(yaml))
                .violations();
    }
}
