package dev.lossline.contract;

import java.util.List;

/**
 * Test examples of one class that a trial's model takes for another, as the API shows them.
 *
 * @param dataset that they are of
 * @param examples the first dozen of them at the most
 */
public record MisclassifiedRepresentation(DatasetId dataset, List<Example> examples) {
    public MisclassifiedRepresentation {
        examples = List.copyOf(examples);
    }

    /**
     * A test example.
     *
     * @param index in the test split, from 0
     */
    public record Example(int index) {}
}
