package dev.lossline.orchestrator.results;

import dev.lossline.contract.event.State;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.violation.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The filter and order of a list of experiments.
 *
 * @param states matches experiments in one of these states; all if empty
 * @param name matches part of the name, ignoring case
 * @param id matches part of the id
 * @param words each matches part of the name, the id, the dataset or the search space
 * @param after the last experiment of the previous page
 */
public record ExperimentQuery(
        List<State> states,
        Optional<String> name,
        Optional<DatasetName> dataset,
        Optional<String> id,
        List<String> words,
        Sort sort,
        Optional<UUID> after,
        int limit) {
    static final int MAX_PAGE_SIZE = 1_000;
    static final String DEFAULT_PAGE_SIZE = "100";
    private static final int MAX_WORDS = 10;

    /** The order of a list. Sort keys never change, so pages neither overlap nor skip experiments. */
    enum Sort {
        NEWEST("-submitted", "submitted_at", true),
        OLDEST("submitted", "submitted_at", false),
        NAME("name", "lower(coalesce(name, ''))", false),
        NAME_DESCENDING("-name", "lower(coalesce(name, ''))", true);

        private final String parameter;
        private final String key;
        private final boolean descending;

        Sort(String parameter, String key, boolean descending) {
            this.parameter = parameter;
            this.key = key;
            this.descending = descending;
        }

        String order() {
            String direction = descending ? " desc" : "";
            return key + direction + ", experiment_id" + direction;
        }

        /** The SQL condition that an experiment follows another one, whose id is a parameter. */
        String after() {
            return "(%1$s, experiment_id) %2$s (select %1$s, experiment_id from experiment where experiment_id = ?)"
                    .formatted(key, descending ? "<" : ">");
        }

        public static Sort of(String parameter) {
            return Arrays.stream(values())
                    .filter(sort -> sort.parameter.equals(parameter))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.badParameter(new Violation(
                            "sort",
                            parameter,
                            String.join(
                                    ", ",
                                    Arrays.stream(values())
                                            .map(s -> s.parameter)
                                            .toList()))));
        }
    }

    /**
     * Creates a query from request parameters; null and blank ones are ignored.
     *
     * @throws ProblemException 400 if one of them is invalid
     */
    public static ExperimentQuery of(ExperimentListParameters parameters) {
        Sort sort = Sort.of(given(parameters.sort).orElse(Sort.NEWEST.parameter));
        return new ExperimentQuery(
                parameters.states.stream()
                        .flatMap(text -> Stream.of(text.split(",", -1)))
                        .filter(text -> !text.isBlank())
                        .map(text -> state(text.strip()))
                        .toList(),
                given(parameters.name),
                given(parameters.dataset).map(ExperimentQuery::dataset),
                given(parameters.id).map(text -> text.toLowerCase(Locale.ROOT)),
                given(parameters.words).map(ExperimentQuery::words).orElse(List.of()),
                sort,
                given(parameters.after).map(text -> decode(sort, text)),
                Parameters.between("limit", parameters.limit, 1, MAX_PAGE_SIZE));
    }

    /** The value of {@code after} for the page that follows an experiment. */
    String cursor(UUID last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((sort.parameter + " " + last).getBytes(StandardCharsets.UTF_8));
    }

    private static UUID decode(Sort sort, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(sort.parameter + " ")) {
                return UUID.fromString(text.substring(sort.parameter.length() + 1));
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, like a cursor of a different order.
        }
        throw ProblemException.badParameter(
                new Violation("after", cursor, "the 'next' of a response with the same filters and order"));
    }

    private static State state(String text) {
        return Arrays.stream(State.values())
                .filter(state -> state.id().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.badParameter(new Violation(
                        "state",
                        text,
                        String.join(
                                ", ",
                                Arrays.stream(State.values()).map(State::id).toList()))));
    }

    private static DatasetName dataset(String text) {
        return Arrays.stream(DatasetName.values())
                .filter(dataset -> dataset.id().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.badParameter(new Violation(
                        "dataset",
                        text,
                        String.join(
                                ", ",
                                Arrays.stream(DatasetName.values())
                                        .map(DatasetName::id)
                                        .toList()))));
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1))
                .limit(MAX_WORDS)
                .toList();
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty());
    }
}
