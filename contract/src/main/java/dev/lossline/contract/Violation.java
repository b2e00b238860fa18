package dev.lossline.contract;

/**
 * One thing that is wrong with a specification.
 *
 * @param field path of the field, such as {@code training.optimizer.learningRate} or {@code seeds[2]}
 * @param value what was found there, as text; null where nothing was
 * @param allowed what may stand there
 */
public record Violation(String field, String value, String allowed) {
    private static final int LONGEST_VALUE = 200;

    public Violation {
        if (value != null && value.length() > LONGEST_VALUE) {
            value = value.substring(0, LONGEST_VALUE) + "…";
        }
    }

    @Override
    public String toString() {
        return value == null
                ? "%s is missing; allowed: %s".formatted(field, allowed)
                : "%s is %s; allowed: %s".formatted(field, value, allowed);
    }
}
