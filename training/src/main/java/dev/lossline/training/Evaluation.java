package dev.lossline.training;

import ai.djl.Device;
import java.util.List;
import java.util.Map;

/**
 * How well a model does on a split.
 *
 * @param examples how many were scored
 * @param loss mean cross-entropy, in nats
 * @param accuracy share classified right, in [0, 1]
 * @param confusion counts; {@code confusion.get(actual).get(predicted)}
 * @param classes figures of each class, by label
 */
public record Evaluation(
        long examples, double loss, double accuracy, List<List<Long>> confusion, List<ClassMetric> classes) {

    /**
     * One class against all others. Where a denominator is 0 the figure is 0, as scikit-learn's default has it.
     *
     * @param label the class
     * @param precision right among those predicted as this class
     * @param recall right among those of this class
     * @param f1 harmonic mean of both
     * @param support examples of this class
     */
    public record ClassMetric(int label, double precision, double recall, double f1, long support) {}

    public static Evaluation evaluate(
            Architecture architecture, Map<String, Tensor> weights, Split split, Device device) {
        return null;
    }
}
