package dev.lossline.contract;

/** The checks of the compact constructors: each names the field, the value and what is allowed. */
final class Require {
    private Require() {}

    static void that(boolean holds, String field, Object value, String allowed) {
        if (!holds) {
            throw new InvalidSpecificationException(new Violation(field, String.valueOf(value), allowed));
        }
    }

    static void present(String field, Object value) {
        that(value != null, field, null, "a value");
    }

    /** PostgreSQL keeps no text with a zero character. */
    static void storable(String field, String text) {
        that(text == null || text.indexOf('\0') < 0, field, text, "a text without zero characters");
    }

    static void between(String field, long value, long least, long most) {
        that(value >= least && value <= most, field, value, "a whole number from " + least + " to " + most);
    }

    static void positive(String field, double value) {
        that(Double.isFinite(value) && value > 0, field, value, "a finite number greater than 0");
    }

    static void notNegative(String field, double value) {
        that(Double.isFinite(value) && value >= 0, field, value, "a finite number, 0 or greater");
    }

    static void fraction(String field, double value) {
        that(value >= 0 && value < 1, field, value, "a number from 0 up to, not including, 1");
    }
}
