package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.key.Key;
import dev.lossline.specification.violation.Suggestion;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The paths of a trial's keys, such as {@code training.optimizer.beta1}, and their types. */
final class TrialKeys {
    private static final Map<String, Key> KEYS = new TreeMap<>();
    private static final Map<String, Key> KEYS_OF_GRIDS = new TreeMap<>();

    static {
        ExperimentKeys.WHERE.keys().forEach(key -> collect(key, KEYS));
        ExperimentKeys.GRID.keys().forEach(key -> collect(key, KEYS_OF_GRIDS));
    }

    private TrialKeys() {}

    /** Paths that a condition on trials can name. */
    static List<String> all() {
        return List.copyOf(KEYS.keySet());
    }

    /** Paths that a grid can vary. */
    static List<String> ofGrids() {
        return List.copyOf(KEYS_OF_GRIDS.keySet());
    }

    /** The other path that has a key with that name; null if there is none. */
    static String elsewhere(String name, String path) {
        return KEYS.keySet().stream()
                .filter(each -> each.endsWith("." + name) && !each.equals(path))
                .findFirst()
                .orElse(null);
    }

    /** Adds a violation if no trial can have that value at a path. */
    static void check(String field, String path, JsonNode value, Violations violations) {
        Key key = KEYS.get(path);
        if (value.isObject() && !(key instanceof Key.Setting)) {
            value.properties().forEach(entry -> {
                String inner = path + "." + entry.getKey();
                if (KEYS.containsKey(inner)) {
                    check(field + "." + entry.getKey(), inner, entry.getValue(), violations);
                } else {
                    violations.add(unknown(field, path, entry.getKey(), entry.getValue()));
                }
            });
        } else if (!value.isNull() && !isOf(key, value)) {
            violations.add(new Violation(field, value.toString(), kind(key), suggestion(key, value)));
        }
    }

    /** The keys of an object at a path; of an optimizer, those of all types. */
    static List<String> of(String path) {
        return KEYS.keySet().stream()
                .filter(each -> each.startsWith(path + ".") && each.indexOf('.', path.length() + 1) < 0)
                .map(each -> each.substring(path.length() + 1))
                .toList();
    }

    private static Violation unknown(String field, String path, String key, JsonNode value) {
        List<String> keys = of(path);
        return Violation.unknownKey(field, key, value.toString(), String.join(", ", keys), Suggestion.of(key, keys));
    }

    private static String suggestion(Key key, JsonNode value) {
        return key instanceof Key.Constant<?> constant && value.isTextual()
                ? Suggestion.of(value.textValue(), constant.names())
                : null;
    }

    private static boolean isOf(Key key, JsonNode value) {
        return key instanceof Key.Setting setting && isOf(setting, value);
    }

    private static boolean isOf(Key.Setting key, JsonNode value) {
        return switch (key) {
            case Key.Decimal decimal -> value.isNumber();
            case Key.Whole whole -> value.isIntegralNumber();
            case Key.Flag flag -> value.isBoolean();
            case Key.Wholes wholes -> value.isArray() && value.valueStream().allMatch(JsonNode::isIntegralNumber);
            case Key.Constant<?> constant -> constant.names().contains(value.asText());
        };
    }

    private static String kind(Key key) {
        return key instanceof Key.Setting setting ? kind(setting) : "an object";
    }

    private static String kind(Key.Setting key) {
        return switch (key) {
            case Key.Decimal decimal -> "a number";
            case Key.Whole whole -> "a whole number";
            case Key.Flag flag -> "true or false";
            case Key.Wholes wholes -> "a list of whole numbers";
            case Key.Constant<?> constant -> String.join(", ", constant.names());
        };
    }

    private static void collect(Key key, Map<String, Key> keys) {
        keys.put(key.path(), key);
        key.parts().forEach(inner -> collect(inner, keys));
    }
}
