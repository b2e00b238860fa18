package dev.lossline.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the keys of one object of a document. What is wrong is added to {@code violations} and read as the
 * default, so that one reading finds everything; {@link #rejectUnknownKeys} says which keys nobody asked for.
 */
final class DocumentFields {
    private final String path;
    private final JsonNode object;
    private final List<Violation> violations;
    private final Set<String> known = new LinkedHashSet<>();

    DocumentFields(String path, JsonNode object, List<Violation> violations) {
        this.path = path;
        this.violations = violations;
        if (object.isObject() || object.isMissingNode() || object.isNull()) {
            this.object = object;
        } else {
            violations.add(new Violation(path.isEmpty() ? "document" : path, object.toString(), "an object"));
            this.object = JsonNodeFactory.instance.objectNode();
        }
    }

    DocumentFields object(String key) {
        return new DocumentFields(pathOf(key), value(key), violations);
    }

    DocumentFields at(Element element) {
        return new DocumentFields(element.path(), element.value(), violations);
    }

    JsonNode value(String key) {
        known.add(key);
        return object.path(key);
    }

    boolean has(String key) {
        known.add(key);
        return object.hasNonNull(key);
    }

    String text(String key, String otherwise) {
        JsonNode value = value(key);
        if (absent(value)) {
            return otherwise;
        }
        return value.isValueNode() ? value.asText() : wrong(key, value, "a text", otherwise);
    }

    long integer(String key, long otherwise) {
        JsonNode value = value(key);
        if (absent(value)) {
            return otherwise;
        }
        return isInteger(value) ? value.longValue() : wrong(key, value, "a whole number", otherwise);
    }

    double decimal(String key, double otherwise) {
        JsonNode value = number(value(key));
        if (absent(value)) {
            return otherwise;
        }
        return value.isNumber() ? value.doubleValue() : wrong(key, value, "a number", otherwise);
    }

    /** A number, or null where there is none. */
    Double optionalDecimal(String key) {
        return has(key) ? Double.valueOf(decimal(key, 0)) : null;
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = value(key);
        if (absent(value)) {
            return otherwise;
        }
        return value.isBoolean() ? value.booleanValue() : wrong(key, value, "true or false", otherwise);
    }

    <E extends Enum<E>> E constant(String key, Class<E> type, E otherwise) {
        JsonNode value = value(key);
        return absent(value) ? otherwise : constant(pathOf(key), value, type, otherwise);
    }

    <E extends Enum<E>> List<E> constants(String key, Class<E> type, E otherwise) {
        return elements(key, List.of(otherwise), e -> constant(e.path(), e.value(), type, null));
    }

    List<Long> integers(String key, List<Long> otherwise) {
        return elements(key, otherwise, e -> {
            if (isInteger(e.value())) {
                return e.value().longValue();
            }
            violations.add(new Violation(e.path(), e.value().toString(), "a whole number"));
            return null;
        });
    }

    record Element(String path, JsonNode value) {}

    /** The elements of a list, or a single value as a list of one; those read as null are left out. */
    <T> List<T> elements(String key, List<T> otherwise, Function<Element, T> read) {
        JsonNode value = value(key);
        if (absent(value)) {
            return otherwise;
        }
        List<T> result = new ArrayList<>();
        if (!value.isArray()) {
            addNonNull(result, read.apply(new Element(pathOf(key), value)));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            addNonNull(result, read.apply(new Element(pathOf(key) + "[" + i + "]", value.get(i))));
        }
        return result;
    }

    void rejectUnknownKeys() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                violations.add(new Violation(
                        pathOf(name), object.get(name).toString(), "one of the keys " + String.join(", ", known)));
            }
        });
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** YAML 1.1 reads {@code 1e-3}, which has no point, as text; whoever writes it means the number. */
    static JsonNode number(JsonNode value) {
        if (!value.isTextual() || !value.textValue().matches("[-+]?[0-9]{1,40}([.][0-9]{0,40})?[eE][-+]?[0-9]{1,3}")) {
            return value;
        }
        return DecimalNode.valueOf(new BigDecimal(value.textValue()));
    }

    private <E extends Enum<E>> E constant(String where, JsonNode value, Class<E> type, E otherwise) {
        for (E constant : type.getEnumConstants()) {
            if (Names.of(constant).equals(value.asText())) {
                return constant;
            }
        }
        violations.add(new Violation(where, value.toString(), String.join(", ", Names.all(type))));
        return otherwise;
    }

    private <T> T wrong(String key, JsonNode value, String allowed, T otherwise) {
        violations.add(new Violation(pathOf(key), value.toString(), allowed));
        return otherwise;
    }

    private static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static <T> void addNonNull(List<T> list, T element) {
        if (element != null) {
            list.add(element);
        }
    }
}
