package dev.lossline.specification.evaluation;

/**
 * The metrics of one class against all others. A metric is 0 if its denominator is 0, as in scikit-learn by default
 * ({@code zero_division}).
 *
 * @param label the class, from 0
 * @param precision fraction of the examples predicted as the class that belong to it
 * @param recall fraction of the examples of the class that are predicted as it
 * @param f1 harmonic mean of the two
 * @param support number of examples of the class
 */
public record ClassMetric(int label, double precision, double recall, double f1, long support) {}
