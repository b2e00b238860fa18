package dev.lossline.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * The checks of a compact constructor. Each names the field, the value and what is allowed; all of them are evaluated.
 */
final class Checks {
    private final List<Violation> violations = new ArrayList<>();

    Checks that(boolean holds, String field, Object value, String allowed) {
        if (!holds) {
            violations.add(new Violation(field, value == null ? null : value.toString(), allowed));
        }
        return this;
    }

    Checks present(String field, Object value) {
        return that(value != null, field, null, "a value");
    }

    /** PostgreSQL cannot store text with a NUL character. */
    Checks storable(String field, String text) {
        return that(text == null || text.indexOf('\0') < 0, field, text, "a text without zero characters");
    }

    Checks between(String field, long value, long least, long most) {
        return that(value >= least && value <= most, field, value, "a whole number from " + least + " to " + most);
    }

    Checks positive(String field, double value) {
        return that(Double.isFinite(value) && value > 0, field, value, "a finite number greater than 0");
    }

    Checks notNegative(String field, double value) {
        return that(Double.isFinite(value) && value >= 0, field, value, "a finite number, 0 or greater");
    }

    Checks fraction(String field, double value) {
        return that(value >= 0 && value < 1, field, value, "a number from 0 up to, not including, 1");
    }

    /** @throws InvalidSpecificationException if any check failed */
    void require() {
        if (!violations.isEmpty()) {
            throw new InvalidSpecificationException(violations);
        }
    }
}
