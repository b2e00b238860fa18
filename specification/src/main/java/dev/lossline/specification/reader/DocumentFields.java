package dev.lossline.specification.reader;

import dev.lossline.specification.document.Node;
import dev.lossline.specification.key.Key;
import dev.lossline.specification.violation.Suggestion;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the keys of an object in a document, each as the type of its key. Errors are added to {@code violations} and
 * replaced by the default, which lets a single pass find all of them; {@link #rejectUnknownKeys} finds keys that were
 * not read.
 */
final class DocumentFields {
    private static final String WHOLE = "a whole number";

    /** Boolean values in YAML 1.2. */
    static final Map<String, Boolean> BOOLEANS =
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

    DocumentFields object(Key key) {
        return new DocumentFields(pathOf(key.name()), value(key.name()), violations);
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

    boolean has(Key key) {
        return value(key.name()) != null;
    }

    /**
     * A text as written, including {@code 1.10} and {@code no}; null if there is none.
     *
     * @param standIn the replacement if the value is invalid
     */
    String text(Key.Text key, String standIn) {
        Node value = value(key.name());
        if (value == null) {
            return null;
        }
        return value instanceof Node.Scalar scalar ? scalar.text() : wrong(key, value, "a text", standIn);
    }

    int whole(Key.Whole key) {
        Integer value = optionalWhole(key);
        return value == null ? Math.toIntExact(key.otherwise()) : value;
    }

    /** A whole number; null if there is none or if it is invalid. */
    Integer optionalWhole(Key.Whole key) {
        Node value = value(key.name());
        if (value == null) {
            return null;
        }
        String text = plain(value);
        if (text == null || !Numbers.isInteger(text)) {
            return wrong(key, value, allowed(value, WHOLE), null);
        }
        long number = Numbers.saturated(text);
        return key.contains(number) ? Integer.valueOf(Math.toIntExact(number)) : wrong(key, value, key.allowed(), null);
    }

    double decimal(Key.Decimal key) {
        return decimal(key, key.otherwise());
    }

    /** @param standIn the replacement if the value is invalid */
    double decimal(Key.Decimal key, double standIn) {
        return has(key) ? Objects.requireNonNullElse(optionalDecimal(key), standIn) : key.otherwise();
    }

    /** A number; null if there is none or if it is invalid. */
    Double optionalDecimal(Key.Decimal key) {
        Node value = value(key.name());
        if (value == null) {
            return null;
        }
        String text = plain(value);
        if (text == null || !Numbers.isDecimal(text)) {
            return wrong(key, value, allowed(value, "a number"), null);
        }
        double number = Double.parseDouble(text);
        if (Numbers.vanishes(text, number)) {
            return wrong(key, value, SubmissionRules.NOT_ZERO, null);
        }
        return key.range().contains(number)
                ? Double.valueOf(number)
                : wrong(key, value, key.range().allowed(), null);
    }

    boolean flag(Key.Flag key) {
        Node value = value(key.name());
        if (value == null) {
            return key.otherwise();
        }
        Boolean truth = plain(value) == null ? null : BOOLEANS.get(plain(value));
        return truth != null ? truth : wrong(key, value, "true or false", key.otherwise());
    }

    <E extends Enum<E>> E constant(Key.Constant<E> key) {
        Node value = value(key.name());
        E constant = value == null ? null : constant(pathOf(key.name()), value, key);
        return constant == null ? key.otherwise() : constant;
    }

    /** A list of constants; invalid ones are null. */
    <E extends Enum<E>> List<E> constants(Key.Constants<E> key) {
        Key.Constant<E> element = key.element();
        return elements(key, List.of(element.otherwise()), e -> constant(e.path(), e.value(), element));
    }

    /** A list of whole numbers; invalid ones are null. */
    List<Long> wholes(Key.Wholes key) {
        return elements(key, key.otherwise(), e -> {
            String text = plain(e.value());
            boolean isWhole = text != null && Numbers.isInteger(text);
            if (isWhole && Numbers.fitsLong(text) && key.element().contains(Numbers.saturated(text))) {
                return Numbers.saturated(text);
            }
            String wrong = isWhole ? outOfRange(text, key.element()) : allowed(e.value(), WHOLE);
            violations.add(new Violation(e.path(), shown(e.value()), wrong));
            return null;
        });
    }

    private static String outOfRange(String text, Key.Whole key) {
        return Numbers.fitsLong(text) ? key.allowed() : "a whole number that 64 bits can hold";
    }

    record Element(String path, Node value) {}

    /** Reads the elements of a list; a single value counts as a list with one element. */
    <T> List<T> elements(Key key, List<T> otherwise, Function<Element, T> read) {
        Node value = value(key.name());
        if (value == null) {
            return otherwise;
        }
        List<T> result = new ArrayList<>();
        if (value instanceof Node.Sequence sequence) {
            for (int i = 0; i < sequence.elements().size(); i++) {
                String place = pathOf(key.name()) + "[" + i + "]";
                result.add(read.apply(new Element(place, sequence.elements().get(i))));
            }
        } else {
            result.add(read.apply(new Element(pathOf(key.name()), value)));
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

    private <E extends Enum<E>> E constant(String where, Node value, Key.Constant<E> key) {
        String text = value instanceof Node.Scalar scalar ? scalar.text() : "";
        int index = key.names().indexOf(text);
        if (index >= 0) {
            return key.type().getEnumConstants()[index];
        }
        violations.add(
                new Violation(where, shown(value), String.join(", ", key.names()), Suggestion.of(text, key.names())));
        return null;
    }

    private <T> T wrong(Key key, Node value, String allowed, T otherwise) {
        violations.add(new Violation(pathOf(key.name()), shown(value), allowed));
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
