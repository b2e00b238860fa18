package dev.lossline.specification.reader;

import java.util.regex.Pattern;

/** The syntax of numbers in a document: decimal digits as in JSON, with an optional sign. */
public final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?((0|[1-9][0-9]*)([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]+)?");

    // Other notations that some version of YAML accepts as numbers.
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+([.][0-9]*)?([eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_BASE = Pattern.compile("[-+]?0[xXoObB][0-9a-fA-F_]+");
    private static final Pattern UNDERSCORE = Pattern.compile("[-+]?[0-9][0-9]*_[0-9_]*([.][0-9_]*)?");
    private static final Pattern SEXAGESIMAL =
            Pattern.compile("[-+]?[0-9]{1,9}:[0-5]?[0-9](:[0-5]?[0-9])?([.][0-9]*)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?[.]?(inf|nan|infinity)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ZERO = Pattern.compile("[-+]?[0.]+([eE].*)?");
    private static final int LONG_DIGITS = 20;

    private Numbers() {}

    static boolean isInteger(String text) {
        return INTEGER.matcher(text).matches();
    }

    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** Parses an integer, clamped to 64 bits. */
    static long saturated(String integer) {
        try {
            if (integer.length() <= LONG_DIGITS) {
                return Long.parseLong(integer);
            }
        } catch (NumberFormatException e) {
            // Out of range.
        }
        return integer.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    static boolean fitsLong(String integer) {
        long value = saturated(integer);
        return (value != Long.MAX_VALUE && value != Long.MIN_VALUE)
                || Long.toString(value).equals(integer.startsWith("+") ? integer.substring(1) : integer);
    }

    /** Whether a number is so small that it is 0 in 64 bits. */
    static boolean vanishes(String decimal, double value) {
        return value == 0 && !ZERO.matcher(decimal).matches();
    }

    /**
     * What is allowed instead of a text that looks like a number but uses an unsupported notation; null if it does not.
     */
    static String refusal(String text, String kind) {
        if (LEADING_ZERO.matcher(text).matches()) {
            return kind + " without leading zeros (YAML 1.1 reads them as octal)";
        }
        if (OTHER_BASE.matcher(text).matches()
                || UNDERSCORE.matcher(text).matches()
                || SEXAGESIMAL.matcher(text).matches()) {
            return kind + " in decimal digits alone";
        }
        return NOT_FINITE.matcher(text).matches() ? "a finite number" : null;
    }
}
