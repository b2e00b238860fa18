package dev.lossline.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.Json;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates documents by changing up to three values or keys of valid ones; some of the results are invalid. */
final class Documents {
    /** Keeps numbers as they are written, such as 1e999 and 1.0. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final List<String> KEYS = List.of(
            "name",
            "dataset",
            "model",
            "hidden",
            "activation",
            "training",
            "epochs",
            "batchSize",
            "validationSplit",
            "examples",
            "optimizer",
            "type",
            "learningRate",
            "momentum",
            "weightDecay",
            "nesterov",
            "beta1",
            "beta2",
            "epsilon",
            "search",
            "grid",
            "seeds",
            "seed",
            "device",
            "reference",
            "source",
            "results",
            "where",
            "loss",
            "accuracy",
            "seconds",
            "model.hidden",
            "model.activation",
            "training.epochs",
            "training.batchSize",
            "training.validationSplit",
            "training.examples",
            "training.optimizer",
            "training.optimizer.type",
            "training.optimizer.learningRate",
            "training.optimizer.momentum",
            "training.optimizer.weightDecay",
            "training.optimizer.nesterov",
            "training.optimizer.beta1",
            "training.optimizer.epsilon",
            "modell",
            "");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "1",
            "-1",
            "2",
            "3",
            "40",
            "0.5",
            "0.9",
            "1.0",
            "4e1",
            "1e-5",
            "1e-46",
            "1e39",
            "1e999",
            "1e-999",
            "16384",
            "16385",
            "60000",
            "60001",
            "100000",
            "100001",
            "9223372036854775807",
            "9223372036854775808",
            "\"mnist\"",
            "\"relu\"",
            "\"sgd\"",
            "\"adam\"",
            "\"adamw\"",
            "\"cpu\"",
            "\"gpu\"",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"3\"",
            "\"null\"",
            "[]",
            "[0]",
            "[3]",
            "[1, 2]",
            "[0, 0]",
            "[0, 4294967296]",
            "[null]",
            "[true, false]",
            "[0.5, 0.25]",
            "[\"cpu\", \"cpu\"]",
            "[\"cpu\", \"gpu\"]",
            "[\"adam\", \"sgd\"]",
            "[\"mnist\"]",
            "[\"relu\", \"tanh\"]",
            "[[], [8]]",
            "[[16384, 16384]]",
            "[16384, 16384]",
            "{}",
            "[{}]",
            "{\"type\": \"adam\"}",
            "{\"type\": \"adam\", \"beta1\": 0.5}",
            "{\"type\": \"adamw\", \"momentum\": 0.5}",
            "{\"momentum\": 0.9, \"nesterov\": true}",
            "{\"nesterov\": true}",
            "{\"nesterov\": false}",
            "[{\"type\": \"adam\", \"beta1\": 0.5}]",
            "[{\"nesterov\": true}]",
            "[{\"epochs\": 3}]",
            "[{\"hidden\": [8]}]",
            "{\"epochs\": 3}",
            "{\"hidden\": [8]}",
            "{\"training.epochs\": [1, 2]}",
            "[{\"training.epochs\": [1]}, {}]",
            "{\"where\": {\"seed\": 0}}",
            "{\"training.epochs\": 1}",
            "{\"hidden\": [\"x\"]}",
            "{\"optimizer\": {\"momentum\": 7, \"beta1\": 0.5}}");

    private Documents() {}

    static Arbitrary<JsonNode> all() {
        return Combinators.combine(Specifications.all(), changes().list().ofMaxSize(3))
                .as((specification, changes) -> {
                    JsonNode document = parsed(written(specification));
                    changes.forEach(change -> change.apply(document));
                    return document;
                })
                .withoutEdgeCases();
    }

    static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String written(Object specification) {
        try {
            return Json.MAPPER.writeValueAsString(specification);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(KEYS),
                        Arbitraries.of(VALUES))
                .as(Change::new);
    }

    private enum Kind {
        REPLACE,
        REMOVE,
        ADD
    }

    /**
     * A change of a document.
     *
     * @param place chooses the object or list that is changed, and the member of it
     */
    private record Change(int place, Kind kind, String key, String value) {
        void apply(JsonNode document) {
            List<JsonNode> containers = new ArrayList<>();
            collect(document, containers);
            switch (containers.get(place % containers.size())) {
                case ObjectNode object -> apply(object);
                case ArrayNode array -> apply(array);
                default -> throw new AssertionError("only objects and lists contain anything");
            }
        }

        private void apply(ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (kind == Kind.ADD || names.isEmpty()) {
                object.set(key, parsed(value));
            } else if (kind == Kind.REMOVE) {
                object.remove(names.get(place % names.size()));
            } else {
                object.set(names.get(place % names.size()), parsed(value));
            }
        }

        private void apply(ArrayNode array) {
            if (kind == Kind.ADD || array.isEmpty()) {
                array.add(parsed(value));
            } else if (kind == Kind.REMOVE) {
                array.remove(place % array.size());
            } else {
                array.set(place % array.size(), parsed(value));
            }
        }

        private static void collect(JsonNode node, List<JsonNode> containers) {
            if (node.isContainerNode()) {
                containers.add(node);
                node.forEach(inner -> collect(inner, containers));
            }
        }
    }
}
