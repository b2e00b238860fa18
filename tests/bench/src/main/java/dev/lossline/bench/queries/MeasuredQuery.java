package dev.lossline.bench.queries;

import java.util.random.RandomGenerator;

/**
 * A query or API call that is measured.
 *
 * @param source where it is used, such as a dashboard; the table groups by it
 * @param name its name in the table
 */
record MeasuredQuery(String source, String name, Ask ask) {

    /** Runs the query once, for a random experiment, and reads the complete result. */
    @FunctionalInterface
    interface Ask {
        void run(RandomGenerator random) throws Exception;
    }
}
