package dev.lossline.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Published values that an experiment is compared with.
 *
 * @param source where they were published
 * @param results the values, each with the trials that it is about
 */
public record Reference(String source, List<Result> results) {
    public Reference {
        Require.storable("reference.source", source);
        results = results == null ? List.of() : List.copyOf(results);
    }

    /** The first of the results that is about a trial. */
    public Optional<Result> about(TrialSpecification trial) {
        return results.stream()
                .filter(result -> result.where().entrySet().stream()
                        .allMatch(e -> same(e.getValue(), Expansion.valueAt(trial, e.getKey()))))
                .findFirst();
    }

    /** 40 and 40.0 are one value. */
    private static boolean same(JsonNode one, JsonNode other) {
        return (one.isNumber() && other.isNumber())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    /**
     * Values of the trials whose specification has all values of {@code where}.
     *
     * @param where path of a key to its value, as in a grid; empty for every trial
     * @param loss mean training loss of the last epoch; null where none was published
     * @param accuracy fraction of the test split, 0 to 1; null where none was published
     * @param seconds training time; null where none was published
     */
    public record Result(Map<String, JsonNode> where, Double loss, Double accuracy, Double seconds) {
        public Result {
            where = where == null ? Map.of() : Map.copyOf(where);
            where.forEach((path, value) -> {
                Require.storable("reference.results.where", path);
                Require.that(
                        !value.toString().contains("\\u0000"),
                        "reference.results.where." + path,
                        value,
                        "a value without zero characters");
            });
        }
    }
}
