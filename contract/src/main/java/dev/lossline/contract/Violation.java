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
    private static final int REPLACEMENT = 0xFFFD;

    public Violation {
        field = whole(field);
        value = value == null ? null : whole(value);
    }

    /** Not too long, and without half of a surrogate pair: that is no text and could not be sent. */
    private static String whole(String text) {
        String shortened = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
        return shortened
                .codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return value == null
                ? "%s is missing; allowed: %s".formatted(field, allowed)
                : "%s is %s; allowed: %s".formatted(field, value, allowed);
    }
}
