package dev.lossline.training;

import java.util.List;

/**
 * Examples of one class that a model takes for another.
 *
 * @param actual the class that they are of
 * @param predicted the class that the model takes them for; another one
 * @param examples their indexes in the split, ascending; the first {@link #MOST} of them
 */
public record Misclassified(int actual, int predicted, List<Integer> examples) {
    /** How many examples of a cell of the confusion matrix are kept. */
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
