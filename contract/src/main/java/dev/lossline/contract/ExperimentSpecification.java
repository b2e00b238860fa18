package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a user submits, with every default filled in. {@link SpecificationReader} makes it from a document, and
 * {@link Expansion} makes trials of it.
 *
 * @param search what is varied
 * @param seeds each combination is trained once per seed
 * @param device each combination is trained once per device
 * @param reference published values to show beside the measured ones; null if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExperimentSpecification(
        String name,
        DatasetId dataset,
        Model model,
        Training training,
        Search search,
        List<Long> seeds,
        List<Device> device,
        Reference reference) {
    public static final int LONGEST_NAME = 200;

    public ExperimentSpecification {
        Checks checks = new Checks()
                .that(
                        name != null && !name.isBlank() && name.length() <= LONGEST_NAME,
                        "name",
                        name,
                        "1 to " + LONGEST_NAME + " characters")
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
     * What an experiment varies.
     *
     * @param grid grids whose combinations are taken together: path of a key to the values that it takes;
     *     a combination that two grids share is one trial
     */
    public record Search(List<Map<String, List<JsonNode>>> grid) {
        /** More than there are keys to vary; each is one more map a combination. */
        private static final int MOST_KEYS = 100;

        public Search {
            grid = grid == null ? List.of() : List.copyOf(grid);
            Checks checks = new Checks();
            for (Map<String, List<JsonNode>> one : grid) {
                checks.that(
                        one.size() <= MOST_KEYS, "search.grid", one.size() + " keys", "at most " + MOST_KEYS + " keys");
                one.forEach((path, values) -> checks.that(
                        values != null && !values.isEmpty(),
                        "search.grid." + path,
                        values,
                        "a list of one or more values"));
            }
            checks.require();
        }
    }
}
