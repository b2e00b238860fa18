package dev.lossline.specification.reader;

import dev.lossline.specification.Names;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.violation.Suggestion;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the keys of an object in a document, each as the type of its key. Errors are added to {@code violations} and
 * replaced by the default, which lets a single pass find all of them; {@link #rejectUnknownKeys} finds keys that were
 * not read.
 */
final class DocumentFields {
    /** Boolean values in YAML 1.2. */
    static final Map<String, Boolean> TRUTH =
            Map.of("true", true, "True", true, "TRUE", true, "false", false, "False", false, "FALSE", false);

    private final String path;
    private final Map<String, Node.Member> members;
    private final Violations violations;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param object null if there is none */
    DocumentFields(String path, Node object, Violations violations) {
        this.path = path;
        this.violations = violations;
        if (object instanceof Node.Mapping mapping) {
            this.members = mapping.members();
        } else {
            this.members = Map.of();
            if (!isAbsent(object)) {
                violations.add(new Violation(path.isEmpty() ? "document" : path, object.written(), "an object"));
            }
        }
    }

    DocumentFields object(String key) {
        return new DocumentFields(pathOf(key), value(key), violations);
    }

    DocumentFields at(Element element) {
        return new DocumentFields(element.path(), element.value(), violations);
    }

    /** The value of a key; null if there is none. */
    Node value(String key) {
        known.add(key);
        Node.Member member = members.get(key);
        return member == null || isAbsent(member.value()) ? null : member.value();
    }

    boolean has(String key) {
        return value(key) != null;
    }

    /**
     * A text as written, including {@code 1.10} and {@code no}.
     *
     * @param otherwise the default if the key is absent
     * @param standIn the replacement if the value is invalid
     */
    String text(String key, String otherwise, String standIn) {
        Node value = value(key);
        if (value == null) {
            return otherwise;
        }
        return value instanceof Node.Scalar scalar ? scalar.text() : wrong(key, value, "a text", standIn);
    }

    /** A whole number; larger numbers are clamped to 64 bits. */
    long integer(String key, long otherwise) {
        Node value = value(key);
        if (value == null) {
            return otherwise;
        }
        return plain(value) != null && Numbers.isInteger(plain(value))
                ? Numbers.saturated(plain(value))
                : wrong(key, value, allowed(value, "a whole number"), otherwise);
    }

    double decimal(String key, double otherwise) {
        return decimal(key, otherwise, otherwise);
    }

    /** @param standIn the replacement if the value is invalid */
    double decimal(String key, double otherwise, double standIn) {
        Node value = value(key);
        if (value == null) {
            return otherwise;
        }
        String text = plain(value);
        if (text == null || !Numbers.isDecimal(text)) {
            return wrong(key, value, allowed(value, "a number"), standIn);
        }
        double number = Double.parseDouble(text);
        return Numbers.vanishes(text, number) ? wrong(key, value, SubmissionRules.NOT_ZERO, standIn) : number;
    }

    /** A number; null if there is none. */
    Double optionalDecimal(String key) {
        return has(key) ? Double.valueOf(decimal(key, 0)) : null;
    }

    boolean flag(String key, boolean otherwise) {
        Node value = value(key);
        if (value == null) {
            return otherwise;
        }
        Boolean truth = plain(value) == null ? null : TRUTH.get(plain(value));
        return truth != null ? truth : wrong(key, value, "true or false", otherwise);
    }

    <E extends Enum<E>> E constant(String key, Class<E> type, E otherwise) {
        Node value = value(key);
        if (value == null) {
            return otherwise;
        }
        E constant = constant(pathOf(key), value, type);
        return constant == null ? otherwise : constant;
    }

    /** A list of constants; invalid ones are null. */
    <E extends Enum<E>> List<E> constants(String key, Class<E> type, List<E> otherwise) {
        return elements(key, otherwise, e -> constant(e.path(), e.value(), type));
    }

    /** A list of whole numbers; invalid ones are null. */
    List<Long> integers(String key, List<Long> otherwise) {
        return elements(key, otherwise, e -> {
            String text = plain(e.value());
            if (text != null && Numbers.isInteger(text) && Numbers.fitsLong(text)) {
                return Numbers.saturated(text);
            }
            String kind = text != null && Numbers.isInteger(text)
                    ? "a whole number that 64 bits can hold"
                    : allowed(e.value(), "a whole number");
            violations.add(new Violation(e.path(), shown(e.value()), kind));
            return null;
        });
    }

    record Element(String path, Node value) {}

    /** Reads the elements of a list; a single value counts as a list with one element. */
    <T> List<T> elements(String key, List<T> otherwise, Function<Element, T> read) {
        Node value = value(key);
        if (value == null) {
            return otherwise;
        }
        List<T> result = new ArrayList<>();
        if (value instanceof Node.Sequence sequence) {
            for (int i = 0; i < sequence.elements().size(); i++) {
                String place = pathOf(key) + "[" + i + "]";
                result.add(read.apply(new Element(place, sequence.elements().get(i))));
            }
        } else {
            result.add(read.apply(new Element(pathOf(key), value)));
        }
        return result;
    }

    /** Marks keys as known. */
    void accept(Collection<String> keys) {
        known.addAll(keys);
    }

    /** Reports keys that were not read, with a suggestion for each. */
    void rejectUnknownKeys() {
        members.forEach((name, member) -> {
            if (!known.contains(name) && !violations.isFull()) {
                String near = Suggestion.of(name, known);
                violations.add(Violation.unknownKey(
                        path,
                        name,
                        member.value().written(),
                        "one of the keys " + String.join(", ", known),
                        near == null ? TrialKeys.elsewhere(name, pathOf(name)) : near));
            }
        });
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private <E extends Enum<E>> E constant(String where, Node value, Class<E> type) {
        String text = value instanceof Node.Scalar scalar ? scalar.text() : "";
        for (E constant : type.getEnumConstants()) {
            if (Names.of(constant).equals(text)) {
                return constant;
            }
        }
        List<String> names = Names.all(type);
        violations.add(new Violation(where, shown(value), String.join(", ", names), Suggestion.of(text, names)));
        return null;
    }

    private <T> T wrong(String key, Node value, String allowed, T otherwise) {
        violations.add(new Violation(pathOf(key), shown(value), allowed));
        return otherwise;
    }

    /** A representation that is never empty, because an empty value would be reported as a missing key. */
    private static String shown(Node value) {
        return value.written() == null ? "empty" : value.written();
    }

    private static String allowed(Node value, String kind) {
        if (!(value instanceof Node.Scalar scalar)) {
            return kind;
        }
        String refusal = Numbers.refusal(scalar.text(), kind);
        if (refusal != null && !scalar.quoted()) {
            return refusal;
        }
        return scalar.quoted() && Numbers.isDecimal(scalar.text()) ? kind + " without quotes" : kind;
    }

    /** The text of an unquoted value; null for everything else. */
    private static String plain(Node value) {
        return value instanceof Node.Scalar scalar && !scalar.quoted() ? scalar.text() : null;
    }

    private static boolean isAbsent(Node value) {
        return value == null || (value instanceof Node.Scalar scalar && scalar.isNull());
    }
}
