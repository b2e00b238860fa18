package dev.lossline.bench.harness;

import java.util.List;

/** The median and the range of some measurements. */
public record Spread(double median, double min, double max) {

    /** Computes the spread of at least one measurement. */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values is empty, must contain at least one measurement");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }
}
