package dev.lossline.cli.view;

import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Style;
import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.specification.evaluation.ClassMetric;
import java.util.ArrayList;
import java.util.List;

/** A confusion matrix. Rows: actual class. Columns: predicted class. */
public final class ConfusionTable {
    private static final int CELL = 5;
    private static final String INDENT = "        ";

    private final EvaluationRepresentation evaluation;

    public ConfusionTable(EvaluationRepresentation evaluation) {
        this.evaluation = evaluation;
    }

    public List<String> lines(boolean colours) {
        List<String> lines = new ArrayList<>();
        StringBuilder headings = new StringBuilder("actual  ");
        for (int predicted = 0; predicted < evaluation.confusion().size(); predicted++) {
            headings.append(("%" + CELL + "d").formatted(predicted));
        }
        lines.add(Style.DIM.apply(INDENT + "predicted", colours));
        lines.add(Style.DIM.apply(headings.append("   recall").toString(), colours));
        for (int actual = 0; actual < evaluation.confusion().size(); actual++) {
            lines.add(row(actual, colours));
        }
        lines.add("Test accuracy %s, loss %s, %d images"
                .formatted(
                        Formats.percent(evaluation.accuracy()),
                        Formats.loss(evaluation.loss()),
                        evaluation.examples()));
        return lines;
    }

    private String row(int actual, boolean colours) {
        StringBuilder row = new StringBuilder(Style.DIM.apply("%6d  ".formatted(actual), colours));
        List<Long> counts = evaluation.confusion().get(actual);
        for (int predicted = 0; predicted < counts.size(); predicted++) {
            long count = counts.get(predicted);
            String cell = ("%" + CELL + "s").formatted(count == 0 ? "·" : Long.toString(count));
            row.append(styleOf(count, actual == predicted).apply(cell, colours));
        }
        return row.append("%9s".formatted(recall(actual))).toString();
    }

    private String recall(int label) {
        return evaluation.classes().stream()
                .filter(metric -> metric.label() == label)
                .findFirst()
                .map(ClassMetric::recall)
                .map(Formats::percent)
                .orElse(Formats.NONE);
    }

    private static Style styleOf(long count, boolean right) {
        if (right) {
            return Style.GREEN;
        }
        return count == 0 ? Style.DIM : Style.PLAIN;
    }
}
