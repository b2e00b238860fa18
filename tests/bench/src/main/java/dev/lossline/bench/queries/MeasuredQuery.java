package dev.lossline.bench.queries;

import java.util.random.RandomGenerator;

/**
 * Something that a person or a panel asks for.
 *
 * @param source who asks it, as the table groups it
 * @param name what is asked
 */
record MeasuredQuery(String source, String name, Ask ask) {

    /** Asks once, for an experiment chosen by chance, and reads all of the answer. */
    @FunctionalInterface
    interface Ask {
        void run(RandomGenerator random) throws Exception;
    }
}
