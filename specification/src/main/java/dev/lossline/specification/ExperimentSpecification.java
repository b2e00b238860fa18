package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.specification.violation.Checks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * A submitted experiment with all defaults filled in. {@link SpecificationReader} reads it from a document, and
 * {@link Expansion} expands it to trials.
 *
 * @param search what is varied
 * @param seeds each combination is trained once per seed
 * @param device each combination is trained once per device
 * @param reference published values to compare with the measured ones; null if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExperimentSpecification(
        String name,
        DatasetName dataset,
        Model model,
        Training training,
        Search search,
        List<Long> seeds,
        List<Device> device,
        Reference reference) {
    public ExperimentSpecification {
        Checks checks = new Checks()
                .that(
                        name != null && !name.isBlank() && name.length() <= ExperimentKeys.NAME.maxLength(),
                        "name",
                        name,
                        "1 to " + ExperimentKeys.NAME.maxLength() + " characters")
                .storable("name", name)
                .present("dataset", dataset)
                .present("model", model)
                .present("training", training);
        search = search == null ? new Search(List.of()) : search;
        seeds = List.copyOf(seeds);
        device = List.copyOf(device);
        checks.that(!seeds.isEmpty(), "seeds", "[]", "a list of one or more values")
                .that(!device.isEmpty(), "device", "[]", "a list of one or more values")
                .require();
    }

    /**
     * Whether another specification is equivalent: it has equal values, and grids with keys in the same order, which
     * determines the numbers of the trials.
     */
    public boolean isSameAs(ExperimentSpecification other) {
        return name.equals(other.name)
                && dataset == other.dataset
                && model.equals(other.model)
                && training.equals(other.training)
                && search.isSameAs(other.search)
                && seeds.equals(other.seeds)
                && device.equals(other.device)
                && (reference == null ? other.reference == null : reference.isSameAs(other.reference));
    }

    /**
     * What an experiment varies.
     *
     * @param grid grids whose combinations are merged. Each maps the path of a key to its values, in the order written;
     *     a combination that two grids share is one trial
     */
    public record Search(List<Map<String, List<JsonNode>>> grid) {
        /** More than there are keys to vary; each adds a map per combination. */
        private static final int MAX_KEYS = 100;

        public Search {
            grid = grid == null ? List.of() : grid.stream().map(Search::inOrder).toList();
            Checks checks = new Checks();
            for (Map<String, List<JsonNode>> one : grid) {
                checks.that(
                        one.size() <= MAX_KEYS, "search.grid", one.size() + " keys", "at most " + MAX_KEYS + " keys");
                one.forEach((path, values) -> checks.that(
                        values != null && !values.isEmpty(),
                        "search.grid." + path,
                        values,
                        "a list of one or more values"));
            }
            checks.require();
        }

        /** Not {@link Map#copyOf}, which does not keep the order. */
        private static Map<String, List<JsonNode>> inOrder(Map<String, List<JsonNode>> one) {
            Map<String, List<JsonNode>> copy = new LinkedHashMap<>(one);
            copy.replaceAll(
                    (path, values) -> values == null ? null : Collections.unmodifiableList(new ArrayList<>(values)));
            return Collections.unmodifiableMap(copy);
        }

        private boolean isSameAs(Search other) {
            return same(grid, other.grid, Search::areSame);
        }

        private static boolean areSame(Map<String, List<JsonNode>> one, Map<String, List<JsonNode>> other) {
            return same(
                    List.copyOf(one.entrySet()),
                    List.copyOf(other.entrySet()),
                    (a, b) -> a.getKey().equals(b.getKey()) && same(a.getValue(), b.getValue(), SameValue::of));
        }

        private static <T> boolean same(List<T> some, List<T> others, BiPredicate<T, T> same) {
            return some.size() == others.size()
                    && IntStream.range(0, some.size()).allMatch(i -> same.test(some.get(i), others.get(i)));
        }
    }
}
