package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.evaluation.ClassMetric;
import java.util.ArrayList;
import java.util.List;

/**
 * The confusion matrix of a trial and the metrics of each class, as text.
 *
 * @param trial the trial's number
 * @param rows one row per actual class
 */
public record ReportConfusion(int trial, String accuracy, String loss, String examples, List<Row> rows) {
    private static final List<String> FASHION = List.of(
            "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");

    public ReportConfusion {
        rows = List.copyOf(rows);
    }

    /** The row of a class: how many of its examples were predicted as each class, and its metrics. */
    public record Row(
            int label, String name, List<Cell> cells, String precision, String recall, String f1, String support) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param kind {@code hit}, {@code miss} or {@code none}
     * @param heat the intensity of its colour in percent
     */
    public record Cell(String count, String kind, long heat) {}

    static ReportConfusion of(EvaluationRepresentation evaluation, ExperimentSpecification specification) {
        long mostMissed = 1;
        for (int actual = 0; actual < evaluation.confusion().size(); actual++) {
            for (int predicted = 0; predicted < evaluation.confusion().size(); predicted++) {
                if (actual != predicted) {
                    mostMissed = Math.max(mostMissed, count(evaluation, actual, predicted));
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        for (ClassMetric metric : evaluation.classes()) {
            List<Cell> cells = new ArrayList<>();
            for (int predicted = 0; predicted < evaluation.confusion().size(); predicted++) {
                cells.add(cell(metric, predicted, count(evaluation, metric.label(), predicted), mostMissed));
            }
            rows.add(new Row(
                    metric.label(),
                    specification.dataset() == DatasetName.FASHION_MNIST && metric.label() < FASHION.size()
                            ? FASHION.get(metric.label())
                            : null,
                    cells,
                    ReportFormats.percent(metric.precision()),
                    ReportFormats.percent(metric.recall()),
                    ReportFormats.percent(metric.f1()),
                    ReportFormats.count(metric.support())));
        }
        return new ReportConfusion(
                evaluation.trialId().number(),
                ReportFormats.percent(evaluation.accuracy()),
                ReportFormats.loss(evaluation.loss()),
                ReportFormats.count(evaluation.examples()),
                rows);
    }

    private static long count(EvaluationRepresentation evaluation, int actual, int predicted) {
        return evaluation.confusion().get(actual).get(predicted);
    }

    /** Mistakes are scaled by their square root, which keeps small counts visible next to large ones. */
    private static Cell cell(ClassMetric metric, int predicted, long count, long mostMissed) {
        if (count == 0) {
            return new Cell("·", "none", 0);
        }
        return metric.label() == predicted
                ? new Cell(ReportFormats.count(count), "hit", Math.round(90 * metric.recall()))
                : new Cell(ReportFormats.count(count), "miss", Math.round(90 * Math.sqrt(count / (double) mostMissed)));
    }
}
