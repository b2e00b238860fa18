package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Names;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.violation.Suggestion;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The paths of a trial's keys, such as {@code training.optimizer.beta1}, and their types. */
final class TrialKeys {
    /** The name of {@link Optimizer}'s type property. */
    private static final String TYPE = "type";

    private static final Map<String, Class<?>> TYPES = new TreeMap<>();

    static {
        collect("", TrialSpecification.class);
    }

    private TrialKeys() {}

    /** Paths that a condition on trials can name. */
    static List<String> all() {
        return List.copyOf(TYPES.keySet());
    }

    /** Paths that a grid can vary. */
    static List<String> ofGrids() {
        return TYPES.keySet().stream()
                .filter(path -> !path.equals("seed") && !path.equals("device"))
                .toList();
    }

    /** The other path that has a key with that name; null if there is none. */
    static String elsewhere(String name, String path) {
        return TYPES.keySet().stream()
                .filter(each -> each.endsWith("." + name) && !each.equals(path))
                .findFirst()
                .orElse(null);
    }

    /** Adds a violation if no trial can have that value at a path. */
    static void check(String field, String path, JsonNode value, Violations violations) {
        Class<?> type = TYPES.get(path);
        if (value.isObject() && (type.isRecord() || type.isSealed())) {
            value.properties().forEach(entry -> {
                String inner = path + "." + entry.getKey();
                if (TYPES.containsKey(inner)) {
                    check(field + "." + entry.getKey(), inner, entry.getValue(), violations);
                } else {
                    violations.add(unknown(field, path, entry.getKey(), entry.getValue()));
                }
            });
        } else if (!value.isNull() && !isOf(type, value)) {
            violations.add(new Violation(
                    field,
                    value.toString(),
                    kind(type),
                    type.isEnum() && value.isTextual() ? Suggestion.of(value.textValue(), names(type)) : null));
        }
    }

    /** The keys of an object at a path; of an optimizer, those of all types. */
    static List<String> of(String path) {
        return TYPES.keySet().stream()
                .filter(each -> each.startsWith(path + ".") && each.indexOf('.', path.length() + 1) < 0)
                .map(each -> each.substring(path.length() + 1))
                .toList();
    }

    private static Violation unknown(String field, String path, String key, JsonNode value) {
        List<String> keys = of(path);
        return Violation.unknownKey(field, key, value.toString(), String.join(", ", keys), Suggestion.of(key, keys));
    }

    private static boolean isOf(Class<?> type, JsonNode value) {
        if (type == double.class) {
            return value.isNumber();
        }
        if (type == int.class || type == long.class || type == Integer.class) {
            return value.isIntegralNumber();
        }
        if (type == boolean.class) {
            return value.isBoolean();
        }
        if (type == List.class) {
            return value.isArray();
        }
        return type.isEnum() && names(type).contains(value.asText());
    }

    private static String kind(Class<?> type) {
        if (type == double.class) {
            return "a number";
        }
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == List.class) {
            return "a list of whole numbers";
        }
        return type.isEnum() ? String.join(", ", names(type)) : "an object";
    }

    @SuppressWarnings("unchecked")
    private static List<String> names(Class<?> type) {
        return Names.all((Class<? extends Enum<?>>) type);
    }

    private static void collect(String path, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String inner = path.isEmpty() ? component.getName() : path + "." + component.getName();
            TYPES.put(inner, component.getType());
            if (component.getType().isRecord()) {
                collect(inner, component.getType());
            } else if (component.getType() == Optimizer.class) {
                TYPES.put(inner + "." + TYPE, TrialReader.OptimizerType.class);
                Arrays.stream(Optimizer.class.getPermittedSubclasses()).forEach(each -> collect(inner, each));
            }
        }
    }
}
