package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.orchestrator.report.CurveChart.Curve;
import dev.lossline.specification.TrialId;
import io.quarkus.qute.RawString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The training curves of a report.
 *
 * @param drawing the SVG; null if there are no curves or drawing failed
 * @param legend empty if there are too many curves to give each its own colour
 * @param note a sentence about curves that are not drawn or stand out; null if there is nothing to note
 */
public record ReportCurves(RawString drawing, List<Entry> legend, String note) {
    private static final Logger LOG = Logger.getLogger(ReportCurves.class);

    public ReportCurves {
        legend = List.copyOf(legend);
    }

    /**
     * An entry of the legend.
     *
     * @param colour the number of the series
     */
    public record Entry(int colour, String label) {}

    static ReportCurves of(Report report) {
        List<TrialRepresentation> drawn = report.trials().stream()
                .limit(Report.MAX_CURVES)
                .filter(trial -> trial.curve().stream().anyMatch(loss -> loss != null && Double.isFinite(loss)))
                .toList();
        if (drawn.isEmpty()) {
            return new ReportCurves(null, List.of(), "No curve yet: no epoch has a finite loss.");
        }
        boolean crowd = drawn.size() > CurveChart.MAX_COLOURED;
        TrialId best = report.experiment().bestTrial();
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            boolean leads = drawn.get(i).id().equals(best);
            Curve curve = curve(drawn.get(i), crowd ? (leads ? 0 : CurveChart.MAX_COLOURED) : i);
            curves.add(crowd && leads ? 0 : curves.size(), curve);
        }
        List<Entry> legend = crowd
                ? List.of()
                : IntStream.range(0, drawn.size())
                        .mapToObj(i -> new Entry(i, label(drawn.get(i))))
                        .toList();
        RawString drawing = drawing(curves, report);
        return drawing == null
                ? new ReportCurves(
                        null, List.of(), "The curves cannot be drawn on this server; see the orchestrator's log.")
                : new ReportCurves(drawing, legend, note(report, drawn, crowd));
    }

    /** On a machine without fonts, the report has no drawing but is otherwise complete. */
    private static RawString drawing(List<Curve> curves, Report report) {
        try {
            return new RawString(
                    CurveChart.svg(curves, "Training loss by epoch of %d trials".formatted(curves.size())));
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.warnf(
                    e,
                    "The curves of %s cannot be drawn; Java requires fontconfig and a font",
                    report.experiment().id());
            return null;
        }
    }

    private static Curve curve(TrialRepresentation trial, int colour) {
        int points = TrialRepresentation.CURVE_POINTS - 1;
        int step = Math.max(1, (trial.epoch() + points - 1) / points);
        List<Integer> epochs = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < trial.curve().size(); i++) {
            Double loss = trial.curve().get(i);
            if (loss != null && Double.isFinite(loss)) {
                epochs.add(Math.min(1 + i * step, trial.epoch()));
                losses.add(loss);
            }
        }
        return new Curve(colour, epochs, losses);
    }

    private static String label(TrialRepresentation trial) {
        String name = "trial " + trial.id().number();
        return trial.varied().entrySet().stream()
                .map(entry -> ReportFormats.label(entry.getKey()) + " " + ReportFormats.value(entry.getValue()))
                .reduce((one, other) -> one + ", " + other)
                .map(varied -> name + ": " + varied)
                .orElse(name);
    }

    private static String note(Report report, List<TrialRepresentation> drawn, boolean crowd) {
        List<String> notes = new ArrayList<>();
        TrialId best = report.experiment().bestTrial();
        if (crowd && best != null && drawn.stream().anyMatch(trial -> trial.id().equals(best))) {
            notes.add("In colour: trial %d, the best.".formatted(best.number()));
        }
        int total = report.experiment().trials().total();
        if (total > Report.MAX_CURVES) {
            notes.add("The curves of the first %d of %s trials are drawn."
                    .formatted(Report.MAX_CURVES, ReportFormats.count(total)));
        }
        return notes.isEmpty() ? null : String.join(" ", notes);
    }
}
