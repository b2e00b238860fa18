package dev.lossline.training.evaluation;

import ai.djl.Device;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import dev.lossline.training.dataset.Split;
import dev.lossline.training.network.Architecture;
import dev.lossline.training.safetensors.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The performance of a model on a split. Lists are immutable.
 *
 * @param examples the number of scored examples
 * @param loss mean cross-entropy over the examples, in nats
 * @param accuracy fraction classified correctly, in [0, 1]
 * @param confusion counts, {@code confusion.get(actual).get(predicted)}
 * @param classes the metrics of each class, by label
 * @param misclassified examples of each non-empty off-diagonal cell of the confusion matrix, by actual and predicted
 *     class
 */
public record Evaluation(
        long examples,
        double loss,
        double accuracy,
        List<List<Long>> confusion,
        List<ClassMetric> classes,
        List<Misclassified> misclassified) {

    public Evaluation {
        confusion = confusion.stream().map(List::copyOf).toList();
        classes = List.copyOf(classes);
        misclassified = List.copyOf(misclassified);
    }

    /**
     * Scores a single model on a split. To score several, use a {@link Scorer}.
     *
     * @param weights by PyTorch's names
     * @throws IllegalArgumentException if the weights or the split do not match the architecture
     */
    public static Evaluation evaluate(
            Architecture architecture, Map<String, Tensor> weights, Split split, Device device) {
        try (Scorer scorer = new Scorer(split, device)) {
            return scorer.score(architecture, weights);
        }
    }

    /** Computes the metrics from counts by actual and predicted class, misclassified examples, and the mean loss. */
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
