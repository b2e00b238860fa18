package dev.lossline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.ExperimentSpecification.Search;
import dev.lossline.specification.Json;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Reference;
import dev.lossline.specification.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates valid specifications for property tests, with arbitrary texts, numbers and order, and few enough trials to expand. */
public final class Specifications {
    /** The bits of a seed that PyTorch's generator uses. */
    private static final long LOW_BITS = 0xFFFF_FFFFL;

    private static final int MAX_EXAMPLES = 60_000;

    /** Keys that a grid can vary with any optimizer, each with valid values. */
    private static final Map<String, Arbitrary<?>> KEYS = Map.of(
            "dataset", Arbitraries.of(DatasetName.class),
            "model.hidden", hidden(),
            "model.activation", Arbitraries.of(Activation.class),
            "training.epochs", Arbitraries.integers().between(1, Training.MAX_EPOCHS),
            "training.batchSize", Arbitraries.integers().between(1, Training.MAX_BATCH_SIZE),
            "training.optimizer.learningRate",
                    Arbitraries.oneOf(positive().asGeneric(), wholeNumbers().asGeneric()),
            "training.optimizer.weightDecay",
                    Arbitraries.oneOf(notNegative().asGeneric(), wholeNumbers().asGeneric()));

    private Specifications() {}

    public static Arbitrary<ExperimentSpecification> all() {
        return Combinators.combine(
                        Texts.all(),
                        Arbitraries.of(DatasetName.class),
                        models(),
                        trainings(),
                        grids(),
                        seeds(),
                        Arbitraries.of(Device.class)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(2)
                                .uniqueElements(),
                        references().injectNull(0.5))
                .as((name, dataset, model, training, grids, seeds, devices, reference) -> new ExperimentSpecification(
                        name, dataset, model, training, new Search(grids), seeds, devices, reference))
                // There are more combinations than attempts.
                .withoutEdgeCases();
    }

    private static Arbitrary<Model> models() {
        return Combinators.combine(hidden(), Arbitraries.of(Activation.class)).as(Model::new);
    }

    private static Arbitrary<List<Integer>> hidden() {
        return Arbitraries.integers().between(1, 64).list().ofMaxSize(3);
    }

    private static Arbitrary<Training> trainings() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, Training.MAX_EPOCHS),
                        Arbitraries.integers().between(1, Training.MAX_BATCH_SIZE),
                        Arbitraries.of(0.0, 0.1, 1.0 / 3, 0.5),
                        optimizers(),
                        Arbitraries.integers().between(100, MAX_EXAMPLES).injectNull(0.5))
                .as(Training::new);
    }

    private static Arbitrary<Optimizer> optimizers() {
        return Arbitraries.oneOf(
                Combinators.combine(positive(), fractions(), notNegative(), Arbitraries.of(false, true))
                        .as((rate, momentum, decay, nesterov) ->
                                new Optimizer.Sgd(rate, momentum, decay, nesterov && momentum > 0)),
                Combinators.combine(positive(), fractions(), fractions(), notNegative(), notNegative())
                        .as(Optimizer.Adam::new),
                Combinators.combine(positive(), fractions(), fractions(), notNegative(), notNegative())
                        .as(Optimizer.AdamW::new));
    }

    /** Numbers that are finite and not 0 as a 32-bit float. */
    private static Arbitrary<Double> positive() {
        return Arbitraries.oneOf(
                Arbitraries.of(1e7, 1.0e-4, 1e-3, 0.1, 1.0, 100.0, 1e22, 1.0 / 3, 3.4e38, (double) Float.MIN_VALUE),
                doublesBetween(1e-30, 1e30),
                Arbitraries.integers()
                        .between(1, Float.floatToIntBits(Float.MAX_VALUE))
                        .map(bits -> (double) Float.intBitsToFloat(bits)));
    }

    private static Arbitrary<Double> notNegative() {
        return Arbitraries.oneOf(Arbitraries.of(0.0, -0.0), positive());
    }

    private static Arbitrary<Double> fractions() {
        return Arbitraries.oneOf(Arbitraries.of(0.0, -0.0, 0.9, 0.999, 1e-7), doublesBetween(1e-30, 0.99));
    }

    /** Arbitrary doubles with all their digits; jqwik's own generator produces only few. */
    private static Arbitrary<Double> doublesBetween(double least, double most) {
        return Arbitraries.longs()
                .between(Double.doubleToLongBits(least), Double.doubleToLongBits(most))
                .map(Double::longBitsToDouble);
    }

    /** Numbers without a fraction, mixed with others. */
    private static Arbitrary<Integer> wholeNumbers() {
        return Arbitraries.integers().between(1, 10_000_000);
    }

    private static Arbitrary<List<Long>> seeds() {
        return Arbitraries.oneOf(
                        Arbitraries.of(9_007_199_254_740_993L, Long.MAX_VALUE, 0L, 1L << 53, 4_294_967_295L),
                        Arbitraries.longs().between(0, Long.MAX_VALUE))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(seed -> seed & LOW_BITS);
    }

    private static Arbitrary<List<Map<String, List<JsonNode>>>> grids() {
        return keys(3).flatMap(keys -> Combinators.combine(keys.stream()
                                .map(key -> values(key)
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(2)
                                        .uniqueElements())
                                .toList())
                        .as(values -> inOrder(keys, values)))
                .list()
                .ofMaxSize(2);
    }

    private static Arbitrary<Reference> references() {
        return Combinators.combine(Texts.all(), results().list().ofMaxSize(3)).as(Reference::new);
    }

    private static Arbitrary<Reference.Result> results() {
        Arbitrary<Map<String, JsonNode>> where = keys(2).flatMap(keys -> Combinators.combine(
                        keys.stream().map(Specifications::values).toList())
                .as(values -> inOrder(keys, values)));
        return Combinators.combine(
                        where,
                        notNegative().injectNull(0.3),
                        fractions().injectNull(0.3),
                        notNegative().injectNull(0.3))
                .as(Reference.Result::new);
    }

    private static Arbitrary<List<String>> keys(int most) {
        return Arbitraries.of(KEYS.keySet().stream().sorted().toList())
                .list()
                .ofMinSize(1)
                .ofMaxSize(most)
                .uniqueElements();
    }

    private static Arbitrary<JsonNode> values(String key) {
        return KEYS.get(key).map(Json.MAPPER::<JsonNode>valueToTree);
    }

    private static <T> Map<String, T> inOrder(List<String> keys, List<T> values) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }
}
