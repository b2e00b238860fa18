package dev.lossline.cli.terminal;

import java.util.List;
import java.util.stream.IntStream;

/** A curve in one line of text, with eight levels per point. */
public final class Sparkline {
    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * The newest points of a curve, scaled between the lowest and the highest shown.
     *
     * @param width the maximum number of characters
     */
    public static String of(List<Double> curve, int width) {
        List<Double> points = resampled(curve.stream().filter(Double::isFinite).toList(), width);
        double lowest = points.stream().mapToDouble(p -> p).min().orElse(0);
        double highest = points.stream().mapToDouble(p -> p).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (double point : points) {
            double height = highest > lowest ? (point - lowest) / (highest - lowest) : 0;
            line.append(HEIGHTS.charAt((int) Math.round(height * (HEIGHTS.length() - 1))));
        }
        return line.toString();
    }

    private static List<Double> resampled(List<Double> points, int width) {
        if (points.size() <= width) {
            return points;
        }
        return IntStream.range(0, width)
                .mapToObj(i -> points.get((int) ((long) i * (points.size() - 1) / Math.max(1, width - 1))))
                .toList();
    }
}
