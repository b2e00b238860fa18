package dev.lossline.bench.queries;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The measured times of all queries.
 *
 * @param millis the milliseconds of each query, one value per round
 * @param goal the milliseconds that 95 % of the rounds must not exceed
 */
record QueryTimes(Map<MeasuredQuery, double[]> millis, double goal) {

    /** The percentile by the nearest-rank method, which is always one of the values. */
    static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }

    /** The queries whose 95th percentile exceeds the goal. */
    List<MeasuredQuery> over() {
        return millis.keySet().stream()
                .filter(query -> percentile(millis.get(query), 95) > goal)
                .toList();
    }

    /** Renders a section of docs/performance.md. */
    String report(String machine, String date) {
        StringBuilder text = new StringBuilder();
        text.append("## Queries\n\n");
        text.append("Written by `./lossline bench queries` on ")
                .append(date)
                .append(": ")
                .append(machine)
                .append(".\n");
        text.append("""
                One client; PostgreSQL holds 5,000 experiments, 44,000 trials, 1,700,000 epochs and 2,000,000 cells of
                confusion matrices. One experiment has 20,000 trials. The other queries use an experiment of 20 trials,
                chosen at random each time; panels about several experiments select all 1,000 of these. Times are in
                milliseconds, until the complete answer has been read.

                """);
        List<MeasuredQuery> over = over();
        text.append(String.format(
                Locale.ROOT,
                "Goal: at most %.0f ms at the 95th percentile. %s%n%n",
                goal,
                over.isEmpty()
                        ? "Met by all " + millis.size() + "."
                        : "**Not met** by " + over.size() + " of " + millis.size() + "."));
        text.append("| source | query | p50 | p95 | max |\n| --- | --- | --- | --- | --- |\n");
        millis.forEach((query, values) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %s | %.1f |%n",
                query.source(),
                query.name(),
                percentile(values, 50),
                over.contains(query)
                        ? String.format(Locale.ROOT, "**%.1f**", percentile(values, 95))
                        : String.format(Locale.ROOT, "%.1f", percentile(values, 95)),
                percentile(values, 100))));
        return text.toString();
    }
}
