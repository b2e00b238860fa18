package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lossline.contract.document.Location;

/**
 * One thing that is wrong with a specification or a parameter.
 *
 * @param field path of the field, such as {@code training.optimizer.learningRate} or {@code seeds[2]}
 * @param value what was found there, as written; null if there is nothing
 * @param allowed what may stand there; null if the message says it
 * @param suggestion what was probably meant; null if nothing is near
 * @param line line of the document, from 1; null if it is not about a document
 * @param column column of the line, from 1; null if it is not about a document
 * @param message all of this in a sentence, without line and column; null for the usual one
 */
public record Violation(
        String field, String value, String allowed, String suggestion, Integer line, Integer column, String message) {
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

    Violation(String field, String value, String allowed, String suggestion) {
        this(field, value, allowed, suggestion, null, null, null);
    }

    /** Says of a document that it cannot be read at a place. */
    public static Violation of(Location location, String message) {
        return of("document", location, message);
    }

    static Violation of(String field, Location location, String message) {
        return new Violation(field, null, null, null, location.line(), location.column(), message);
    }

    /** A key that there is not, with its value. */
    static Violation unknownKey(String path, String key, String value, String allowed, String suggestion) {
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
    boolean isUnknownKey() {
        return message.startsWith(UNKNOWN_KEY);
    }

    /** The same about another field. */
    Violation in(String otherField) {
        return new Violation(otherField, value, allowed, suggestion, line, column, isUsual() ? null : message);
    }

    /** The same with the value as it was written. */
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

    /** Not too long, and without half of a surrogate pair: that is no text and could not be sent. */
    private static String whole(String text) {
        String shortened = text.length() > MAX_VALUE_LENGTH ? text.substring(0, MAX_VALUE_LENGTH) + "…" : text;
        return shortened
                .codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The message, after its line and column if it has them. */
    @Override
    public String toString() {
        return line == null ? message : new Location(line, column) + ": " + message;
    }
}
