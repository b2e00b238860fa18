package dev.lossline.training;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How well a model does on a split. Lists are immutable.
 *
 * @param examples how many were scored
 * @param loss mean cross-entropy over the examples, in nats
 * @param accuracy share classified right, in [0, 1]
 * @param confusion counts, {@code confusion.get(actual).get(predicted)}
 * @param classes figures of each class, by label
 * @param misclassified examples of each cell of the confusion matrix beside its diagonal that is not empty, by actual and
 *     predicted class
 */
public record Evaluation(
        long examples,
        double loss,
        double accuracy,
        List<List<Long>> confusion,
        List<ClassMetric> classes,
        List<Misclassified> misclassified) {

    /**
     * One class against all others. Where a denominator is 0 the figure is 0, as scikit-learn has it by default
     * ({@code zero_division}).
     *
     * @param label the class
     * @param precision right ones among those predicted as this class
     * @param recall right ones among those of this class
     * @param f1 harmonic mean of precision and recall
     * @param support examples of this class
     */
    public record ClassMetric(int label, double precision, double recall, double f1, long support) {}

    public Evaluation {
        confusion = confusion.stream().map(List::copyOf).toList();
        classes = List.copyOf(classes);
        misclassified = List.copyOf(misclassified);
    }

    /**
     * Scores one model on a split: for several, keep a {@link Scorer}.
     *
     * @param weights by PyTorch's names
     * @throws IllegalArgumentException where the weights or the split do not fit the architecture
     */
    public static Evaluation evaluate(
            Architecture architecture, Map<String, Tensor> weights, Split split, Device device) {
        try (Scorer scorer = new Scorer(split, device)) {
            return scorer.score(architecture, weights);
        }
    }

    /** The evaluation that follows from counts by actual and predicted class, examples of them, and the mean loss. */
    static Evaluation of(long[][] counts, List<Misclassified> misclassified, double loss) {
        long[] predicted = new long[counts.length];
        long[] actual = new long[counts.length];
        long right = 0;
        for (int a = 0; a < counts.length; a++) {
            for (int p = 0; p < counts.length; p++) {
                actual[a] += counts[a][p];
                predicted[p] += counts[a][p];
            }
            right += counts[a][a];
        }
        long examples = Arrays.stream(actual).sum();
        List<ClassMetric> classes = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            long both = counts[label][label];
            classes.add(new ClassMetric(
                    label,
                    ratio(both, predicted[label]),
                    ratio(both, actual[label]),
                    ratio(2 * both, predicted[label] + actual[label]),
                    actual[label]));
        }
        List<List<Long>> confusion = Arrays.stream(counts)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
        return new Evaluation(examples, loss, ratio(right, examples), confusion, classes, misclassified);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
