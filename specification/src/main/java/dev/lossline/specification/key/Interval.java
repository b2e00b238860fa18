package dev.lossline.specification.key;

/**
 * The finite numbers that a key accepts.
 *
 * @param min the lower bound
 * @param hasMin whether the lower bound itself is accepted
 * @param max the upper bound; infinite if there is none
 * @param hasMax whether the upper bound itself is accepted
 * @param allowed a description for error messages
 */
public record Interval(double min, boolean hasMin, double max, boolean hasMax, String allowed) {
    public static final Interval POSITIVE =
            new Interval(0, false, Double.POSITIVE_INFINITY, false, "a finite number greater than 0");
    public static final Interval NOT_NEGATIVE =
            new Interval(0, true, Double.POSITIVE_INFINITY, false, "a finite number, 0 or greater");
    public static final Interval BELOW_ONE = new Interval(0, true, 1, false, "a number from 0 up to, not including, 1");
    public static final Interval FRACTION =
            new Interval(0, true, 1, true, "a fraction from 0 to 1, such as 0.98 for 98 %");

    /** The numbers from 0 to a maximum. */
    public static Interval upTo(double max) {
        return new Interval(0, true, max, true, "a number from 0 to " + max);
    }

    public boolean contains(double value) {
        return (hasMin ? value >= min : value > min) && (hasMax ? value <= max : value < max);
    }
}
