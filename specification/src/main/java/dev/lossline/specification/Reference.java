package dev.lossline.specification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.violation.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Published values to compare an experiment with.
 *
 * @param source the publication
 * @param results the values, each with a condition on trials
 */
public record Reference(String source, List<Result> results) {
    public Reference {
        new Checks().storable("reference.source", source).require();
        results = results == null ? List.of() : List.copyOf(results);
    }

    /** The published values for a trial: each comes from the first matching result that contains it. */
    public Optional<Published> about(TrialSpecification trial) {
        JsonNode values = Json.MAPPER.valueToTree(trial);
        List<Result> matching =
                results.stream().filter(result -> result.matches(values)).toList();
        return matching.isEmpty()
                ? Optional.empty()
                : Optional.of(new Published(
                        first(matching, Result::loss),
                        first(matching, Result::accuracy),
                        first(matching, Result::seconds)));
    }

    private static Double first(List<Result> results, Function<Result, Double> figure) {
        return results.stream().map(figure).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Whether another reference contains the same values for the same trials. */
    boolean isSameAs(Reference other) {
        return other != null
                && Objects.equals(source, other.source)
                && results.size() == other.results.size()
                && IntStream.range(0, results.size())
                        .allMatch(i -> results.get(i).isSameAs(other.results.get(i)));
    }

    /**
     * Published values of a trial.
     *
     * @param loss mean training loss of the last epoch; null if not published
     * @param accuracy fraction of the test split, 0 to 1; null if not published
     * @param seconds training time; null if not published
     */
    public record Published(Double loss, Double accuracy, Double seconds) {
        /** No values. */
        public static final Published NONE = new Published(null, null, null);
    }

    /**
     * Values for all trials whose specification matches {@code where}.
     *
     * @param where path of a key to its value, as in a grid; empty for every trial
     * @param loss mean training loss of the last epoch; null if not published
     * @param accuracy fraction of the test split, 0 to 1; null if not published
     * @param seconds training time; null if not published
     */
    public record Result(Map<String, JsonNode> where, Double loss, Double accuracy, Double seconds) {
        public Result {
            where = where == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(where));
            Checks checks = new Checks();
            where.forEach((path, value) -> checks.present("reference.results.where." + path, value)
                    .storable("reference.results.where", path)
                    .that(
                            value == null || isStorable(value),
                            "reference.results.where." + path,
                            value,
                            "a value without zero characters"));
            checks.require();
        }

        /** PostgreSQL cannot store text with a NUL character. */
        private static boolean isStorable(JsonNode value) {
            return (!value.isTextual() || value.textValue().indexOf('\0') < 0)
                    && value.properties().stream()
                            .allMatch(e -> e.getKey().indexOf('\0') < 0 && isStorable(e.getValue()))
                    && (!value.isArray() || value.valueStream().allMatch(Result::isStorable));
        }

        private boolean matches(JsonNode trial) {
            return where.entrySet().stream()
                    .allMatch(entry -> holds(entry.getValue(), trial.at(Json.pointer(entry.getKey()))));
        }

        /**
         * Whether a value satisfies a condition. Numbers are compared by value, not by notation; lists must have the
         * same elements; in objects, only the keys in the condition are compared.
         */
        private static boolean holds(JsonNode condition, JsonNode value) {
            if (condition.isNumber() && value.isNumber()) {
                boolean whole = condition.isIntegralNumber() && value.isIntegralNumber();
                return whole
                        ? condition.bigIntegerValue().equals(value.bigIntegerValue())
                        : condition.doubleValue() == value.doubleValue();
            }
            if (condition.isObject() && value.isObject()) {
                return condition.properties().stream().allMatch(e -> holds(e.getValue(), value.path(e.getKey())));
            }
            if (condition.isArray() && value.isArray() && condition.size() == value.size()) {
                for (int i = 0; i < condition.size(); i++) {
                    if (!holds(condition.get(i), value.get(i))) {
                        return false;
                    }
                }
                return true;
            }
            return condition.isNull() ? value.isMissingNode() || value.isNull() : condition.equals(value);
        }

        private boolean isSameAs(Result other) {
            return where.keySet().equals(other.where.keySet())
                    && where.entrySet().stream().allMatch(e -> SameValue.of(e.getValue(), other.where.get(e.getKey())))
                    && Objects.equals(loss, other.loss)
                    && Objects.equals(accuracy, other.accuracy)
                    && Objects.equals(seconds, other.seconds);
        }
    }
}
