package dev.lossline.specification.violation;

import dev.lossline.specification.key.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The checks of a compact constructor. Each names the field, the value and what is allowed; all of them are evaluated.
 */
public final class Checks {
    private final List<Violation> violations = new ArrayList<>();

    public Checks that(boolean holds, String field, Object value, String allowed) {
        if (!holds) {
            violations.add(new Violation(field, value == null ? null : value.toString(), allowed));
        }
        return this;
    }

    public Checks present(String field, Object value) {
        return that(value != null, field, null, "a value");
    }

    /** PostgreSQL cannot store text with a NUL character. */
    public Checks storable(String field, String text) {
        return that(text == null || text.indexOf('\0') < 0, field, text, "a text without zero characters");
    }

    public Checks within(Key.Whole key, long value) {
        return within(key.path(), key, value);
    }

    /** Checks an element of a list, which has a path of its own. */
    public Checks within(String field, Key.Whole key, long value) {
        return that(key.contains(value), field, value, key.allowed());
    }

    public Checks within(Key.Decimal key, double value) {
        return that(key.range().contains(value), key.path(), value, key.range().allowed());
    }

    /**
     * Ends the checks.
     *
     * @throws InvalidSpecificationException if any check failed
     */
    public void require() {
        if (!violations.isEmpty()) {
            throw new InvalidSpecificationException(violations);
        }
    }
}
