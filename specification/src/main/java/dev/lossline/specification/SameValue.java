package dev.lossline.specification;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * Compares values of hyperparameters. Numbers are the same if they are equal, regardless of notation ({@code 1},
 * {@code 1.0} and {@code 10e-1}, or {@code 0} and {@code -0.0}); lists and objects are compared by their elements.
 */
final class SameValue {
    /** Used by {@link JsonNode#equals(Comparator, JsonNode)} for leaves. */
    private static final Comparator<JsonNode> BY_NUMBER = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private SameValue() {}

    static boolean of(JsonNode one, JsonNode other) {
        return one.equals(BY_NUMBER, other);
    }
}
