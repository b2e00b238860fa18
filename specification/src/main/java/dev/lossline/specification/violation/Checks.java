package dev.lossline.specification.violation;

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

    public Checks between(String field, long value, long least, long most) {
        return that(value >= least && value <= most, field, value, "a whole number from " + least + " to " + most);
    }

    public Checks positive(String field, double value) {
        return that(Double.isFinite(value) && value > 0, field, value, "a finite number greater than 0");
    }

    public Checks notNegative(String field, double value) {
        return that(Double.isFinite(value) && value >= 0, field, value, "a finite number, 0 or greater");
    }

    public Checks fraction(String field, double value) {
        return that(value >= 0 && value < 1, field, value, "a number from 0 up to, not including, 1");
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
