package dev.lossline.contract.api;

import dev.lossline.specification.DatasetName;
import java.util.List;

/**
 * Test examples of one class that a trial's model predicts as another,.
 *
 * @param dataset the dataset of the examples
 * @param examples at most a dozen examples
 */
public record MisclassifiedRepresentation(DatasetName dataset, List<Example> examples) {
    public MisclassifiedRepresentation {
        examples = List.copyOf(examples);
    }

    /**
     * A test example.
     *
     * @param index the index in the test split, from 0
     */
    public record Example(int index) {}
}
