package dev.lossline.training.evaluation;

import java.util.List;

/**
 * Examples of one class that a model predicts as another.
 *
 * @param actual the actual class
 * @param predicted the predicted class, different from the actual one
 * @param examples their indexes in the split in ascending order, at most {@link #MOST}
 */
public record Misclassified(int actual, int predicted, List<Integer> examples) {
    /** The maximum number of examples per cell of the confusion matrix. */
    public static final int MOST = 12;

    public Misclassified {
        examples = List.copyOf(examples);
        if (actual == predicted) {
            throw new IllegalArgumentException("predicted is " + predicted + ", as actual is; allowed: another class");
        }
        if (examples.size() > MOST) {
            throw new IllegalArgumentException("examples are " + examples.size() + ", allowed: at most " + MOST);
        }
    }
}
