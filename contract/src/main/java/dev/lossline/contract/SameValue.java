package dev.lossline.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * When two values of a hyperparameter are the same: numbers if they are equal, however they are spelled ({@code 1},
 * {@code 1.0} and {@code 10e-1} are one, and so are {@code 0} and {@code -0.0}); lists and objects by their elements.
 */
final class SameValue {
    /** {@link JsonNode#equals(Comparator, JsonNode)} asks it about the leaves. */
    private static final Comparator<JsonNode> BY_NUMBER = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private SameValue() {}

    static boolean of(JsonNode one, JsonNode other) {
        return one.equals(BY_NUMBER, other);
    }
}
