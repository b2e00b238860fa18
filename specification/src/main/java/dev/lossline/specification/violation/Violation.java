package dev.lossline.specification.violation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lossline.specification.document.Location;
import org.jspecify.annotations.Nullable;

/**
 * An error in a specification or a parameter.
 *
 * @param field path of the field, such as {@code training.optimizer.learningRate} or {@code seeds[2]}
 * @param value the invalid value as written; null if there is none
 * @param allowed the allowed values; null if the message contains them
 * @param suggestion the probably intended value; null if none is close
 * @param line line in the document, from 1; null if it is not about a document
 * @param column column in the line, from 1; null if it is not about a document
 * @param message a complete sentence without line and column; null for the default one
 */
public record Violation(
        String field,
        @Nullable String value,
        @Nullable String allowed,
        @Nullable String suggestion,
        @Nullable Integer line,
        @Nullable Integer column,
        String message) {
    private static final int MAX_VALUE_LENGTH = 200;
    private static final int REPLACEMENT = 0xFFFD;
    private static final String UNKNOWN_KEY = "Unknown key '";

    public Violation {
        field = whole(field);
        value = value == null ? null : whole(value);
        message = message == null ? sentence(field, value, allowed, suggestion) : message;
    }

    public Violation(String field, String value, String allowed) {
        this(field, value, allowed, null);
    }

    public Violation(String field, String value, String allowed, String suggestion) {
        this(field, value, allowed, suggestion, null, null, null);
    }

    /** A violation for a document that cannot be parsed at a location. */
    public static Violation of(Location location, String message) {
        return of("document", location, message);
    }

    public static Violation of(String field, Location location, String message) {
        return new Violation(field, null, null, null, location.line(), location.column(), message);
    }

    /** A violation for an unknown key with its value. */
    public static Violation unknownKey(String path, String key, String value, String allowed, String suggestion) {
        String where = path.isEmpty() ? "" : " in " + path;
        String hint =
                suggestion == null ? " Allowed: %s.".formatted(allowed) : " Did you mean '%s'?".formatted(suggestion);
        return new Violation(
                path.isEmpty() ? key : path + "." + key,
                value,
                allowed,
                suggestion,
                null,
                null,
                UNKNOWN_KEY + whole(key) + "'" + where + "." + hint);
    }

    @JsonIgnore
    public boolean isUnknownKey() {
        return message.startsWith(UNKNOWN_KEY);
    }

    /** A copy for another field. */
    public Violation in(String otherField) {
        return new Violation(otherField, value, allowed, suggestion, line, column, isUsual() ? null : message);
    }

    /** A copy with the value as written. */
    Violation written(String otherValue) {
        return new Violation(field, otherValue, allowed, suggestion, line, column, isUsual() ? null : message);
    }

    Violation at(Location location) {
        return location == null
                ? this
                : new Violation(field, value, allowed, suggestion, location.line(), location.column(), message);
    }

    private boolean isUsual() {
        return message.equals(sentence(field, value, allowed, suggestion));
    }

    private static String sentence(String field, String value, String allowed, String suggestion) {
        return (value == null
                        ? "%s is missing; allowed: %s".formatted(field, allowed)
                        : "%s is %s; allowed: %s".formatted(field, value, allowed))
                + (suggestion == null ? "" : ". Did you mean '%s'?".formatted(suggestion));
    }

    /**
     * Truncates the text without splitting a surrogate pair, because half of one is not valid text and could not be
     * sent.
     */
    private static String whole(String text) {
        String shortened = text.length() > MAX_VALUE_LENGTH ? text.substring(0, MAX_VALUE_LENGTH) + "…" : text;
        return shortened
                .codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The message, preceded by line and column if present. */
    @Override
    public String toString() {
        return line == null ? message : new Location(line, column) + ": " + message;
    }
}
