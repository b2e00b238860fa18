package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Identifies a trial: the experiment's id, a dot, and the trial's position in the experiment's expansion, from 1. It is
 * the key of all messages about the trial except its model.
 */
public record TrialId(UUID experimentId, int number) {
    public TrialId {
        if (experimentId == null || number < 1) {
            throw new IllegalArgumentException(
                    "trial id %s.%d: allowed: <experiment id>.<number from 1>".formatted(experimentId, number));
        }
    }

    /**
     * Parses the result of {@link #toString}.
     *
     * @throws IllegalArgumentException if {@code text} is not a trial id
     */
    @JsonCreator
    public static TrialId parse(String text) {
        int dot = text.lastIndexOf('.');
        try {
            return new TrialId(
                    UUID.fromString(text.substring(0, Math.max(dot, 0))),
                    Integer.parseInt(text, dot + 1, text.length(), 10));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "trial id '%s': allowed: <experiment id>.<number from 1>".formatted(text), e);
        }
    }

    /** Whether {@link #parse} accepts the text. */
    public static boolean isOne(String text) {
        try {
            return text != null && text.equals(parse(text).toString());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return experimentId + "." + number;
    }
}
