package dev.lossline.specification.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.specification.violation.InvalidSpecificationException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes give a specification or an error with a location in Lossline's own words. */
class DocumentPropertyTest {
    private static final SpecificationReader READER = new SpecificationReader(1000);
    private static final String VALID = """
            name: valid
            dataset: mnist
            model: { hidden: [64, 32], activation: relu }
            training:
              epochs: 3
              batchSize: 64
              validationSplit: 0.1
              examples: 1000
              optimizer: { type: adam, learningRate: 1e-3, beta1: 0.9 }
            search:
              grid:
                - { training.epochs: [1, 2], model.hidden: [[], [8]] }
                - training.optimizer: [{ type: sgd, momentum: 0.9, nesterov: true }]
            seeds: [0, 1]
            device: [cpu, gpu]
            reference:
              source: "a paper"
              results:
                - { where: { training.epochs: 1, seed: 0 }, loss: 0.3, accuracy: 0.9, seconds: 12 }
            """;
    private static final String VALID_JSON = """
            {"name": "valid", "dataset": "mnist", "model": {"hidden": [64, 32], "activation": "relu"},
             "training": {"epochs": 3, "validationSplit": 0.1, "optimizer": {"type": "adam", "learningRate": 1e-3}},
             "search": {"grid": [{"training.epochs": [1, 2]}, {"training.optimizer": [{"type": "sgd"}]}]},
             "seeds": [0, 1], "device": ["cpu", "gpu"],
             "reference": {"source": "a \\u0022 paper", "results": [{"where": {"seed": 0}, "loss": 0.3}]}}
            """;
    private static final List<String> LIBRARY_WORDS =
            List.of("while ", "token", "snakeyaml", "jackson", "java.", "Exception", "null pointer", "<block");

    @Example
    void changedDocumentsAreValid() {
        assertThat(READER.read(VALID.getBytes(StandardCharsets.UTF_8), Format.YAML)
                        .name())
                .isEqualTo("valid");
        assertThat(READER.read(VALID_JSON.getBytes(StandardCharsets.UTF_8), Format.JSON)
                        .name())
                .isEqualTo("valid");
    }

    @Property(tries = 2_000)
    void anyBytes(@ForAll byte[] bytes, @ForAll Format format) {
        read(bytes, format);
    }

    @Property(tries = 5_000)
    void anyYamlish(@ForAll("yamlish") String text, @ForAll Format format) {
        read(text.getBytes(StandardCharsets.UTF_8), format);
    }

    @Property(tries = 5_000)
    void aValidDocumentWithAPartReplaced(
            @ForAll("places") int from, @ForAll("lengths") int length, @ForAll("yamlish") String text) {
        int end = Math.min(VALID.length(), from + length);
        read((VALID.substring(0, from) + text + VALID.substring(end)).getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    @Property(tries = 5_000)
    void aValidDocumentOfJsonWithAPartReplaced(
            @ForAll("places") int from, @ForAll("lengths") int length, @ForAll("yamlish") String text) {
        int start = from % VALID_JSON.length();
        int end = Math.min(VALID_JSON.length(), start + length);
        String changed = VALID_JSON.substring(0, start) + text + VALID_JSON.substring(end);
        read(changed.getBytes(StandardCharsets.UTF_8), Format.JSON);
    }

    @Property(tries = 2_000)
    void aValidDocumentWithAByteChanged(@ForAll("places") int place, @ForAll byte other) {
        byte[] bytes = VALID.getBytes(StandardCharsets.UTF_8);
        bytes[place] = other;
        read(bytes, Format.YAML);
    }

    @Property(tries = 2_000)
    void anyValueOfAnyKey(@ForAll("values") String value, @ForAll("keys") String key) {
        String text = VALID.replaceFirst("(?m)^( *%s: ).*$".formatted(key), "$1" + Matcher.quoteReplacement(value));
        read(text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    @Provide
    Arbitrary<String> yamlish() {
        return Arbitraries.of(
                        "name",
                        "training",
                        ": ",
                        ":",
                        "- ",
                        "\n",
                        "\n  ",
                        "\t",
                        "[",
                        "]",
                        "{",
                        "}",
                        ", ",
                        ",",
                        "'",
                        "\"",
                        "\\",
                        "&a ",
                        "*a",
                        "!!int ",
                        "<<: ",
                        "#",
                        "|",
                        ">",
                        "%",
                        "@",
                        "?",
                        "---\n",
                        "...\n",
                        "0",
                        "010",
                        "1e999",
                        "-1e-999",
                        ".nan",
                        "~",
                        "null",
                        "true",
                        "search",
                        "grid",
                        "seeds",
                        "training.epochs",
                        "model.hidden",
                        "where",
                        "results",
                        "reference",
                        "a",
                        "\u00e9",
                        "\ud83d\ude00",
                        "\u0085",
                        "\r",
                        "\u2028",
                        "\uFEFF",
                        "\\u0000",
                        "\\ud800",
                        " ")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "",
                "~",
                "[]",
                "{}",
                "[[]]",
                "[{}]",
                "-1",
                "0",
                "1",
                "1.5",
                "010",
                "0x1",
                "1e39",
                "1e-50",
                "1e400",
                "x",
                "'1'",
                "true",
                ".inf",
                "[0, 4294967296]",
                "[1.5, x, 010]",
                "{ type: lion, beta1: 3 }",
                "99999999999999999999");
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(
                "name",
                "dataset",
                "model",
                "epochs",
                "batchSize",
                "validationSplit",
                "examples",
                "optimizer",
                "seeds",
                "device",
                "source");
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, VALID.length() - 1);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, 30);
    }

    private static void read(byte[] bytes, Format format) {
        try {
            assertThat(new Expansion(READER.read(bytes, format)).specifications())
                    .isNotEmpty();
        } catch (MalformedDocumentException e) {
            assertThat(e.location().line()).isPositive();
            assertThat(e.location().column()).isPositive();
            assertOurWords(e.getMessage());
        } catch (InvalidSpecificationException e) {
            assertThat(e.violations()).isNotEmpty().doesNotHaveDuplicates().allSatisfy(violation -> {
                assertThat(violation.line()).isPositive();
                assertThat(violation.column()).isPositive();
                assertThat(violation.message()).isNotBlank();
            });
        }
    }

    private static void assertOurWords(String message) {
        assertThat(message).doesNotContain(LIBRARY_WORDS).endsWith(".");
    }
}
