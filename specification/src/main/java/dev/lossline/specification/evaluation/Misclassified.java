package dev.lossline.specification.evaluation;

import java.util.List;

/**
 * Examples of one class that a model predicts as another.
 *
 * @param actual the actual class
 * @param predicted the predicted class, different from the actual one
 * @param examples the first indexes of the cell in the test split in ascending order, at most {@link #MAX_EXAMPLES},
 *     which keeps events small
 */
public record Misclassified(int actual, int predicted, List<Integer> examples) {
    /** The maximum number of examples per cell of the confusion matrix. */
    public static final int MAX_EXAMPLES = 12;

    public Misclassified {
        examples = List.copyOf(examples);
    }
}
