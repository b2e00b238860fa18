package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.orchestrator.report.ReportTable.Row;
import dev.lossline.orchestrator.results.ProvenanceStore.Provenance;
import dev.lossline.specification.Reference;
import dev.lossline.specification.reader.Expansion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Builds the tables of a report. */
final class ReportTables {
    private ReportTables() {}

    /** A metric of a trial: the published and the measured value. */
    private record Metric(
            String name,
            Function<Reference.Published, Double> published,
            Function<TrialRepresentation, Double> measured,
            Function<Double, String> text) {}

    private static final List<Metric> FIGURES = List.of(
            new Metric("loss", Reference.Published::loss, TrialRepresentation::trainingLoss, ReportFormats::loss),
            new Metric(
                    "accuracy",
                    Reference.Published::accuracy,
                    TrialRepresentation::testAccuracy,
                    ReportFormats::percent),
            new Metric("time", Reference.Published::seconds, TrialRepresentation::seconds, ReportFormats::seconds));

    static ReportTable trials(Report report) {
        ExperimentRepresentation experiment = report.experiment();
        List<String> headings = new ArrayList<>(List.of("trial"));
        experiment.varied().forEach(path -> headings.add(ReportFormats.label(path)));
        headings.addAll(List.of("state", "epochs", "training loss", "test loss", "test accuracy", "training time"));
        return new ReportTable(
                headings,
                report.trials().stream()
                        .map(trial -> new Row(
                                trial.id().equals(experiment.bestTrial()), cells(experiment, trial), trial.failure()))
                        .toList());
    }

    private static List<String> cells(ExperimentRepresentation experiment, TrialRepresentation trial) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(trial.id().number())));
        experiment
                .varied()
                .forEach(path -> cells.add(ReportFormats.value(Expansion.valueAt(trial.specification(), path))));
        cells.addAll(List.of(
                trial.state().id(),
                trial.epoch() + "/" + trial.epochs(),
                ReportFormats.loss(trial.trainingLoss()),
                ReportFormats.loss(trial.testLoss()),
                ReportFormats.percent(trial.testAccuracy()),
                ReportFormats.seconds(trial.seconds())));
        return cells;
    }

    /** Compares published and measured values, one row per trial with published values; null if there are none. */
    static ReportTable comparison(Report report) {
        Reference reference = report.experiment().specification().reference();
        if (reference == null) {
            return null;
        }
        Map<TrialRepresentation, Reference.Published> published = new LinkedHashMap<>();
        report.trials()
                .forEach(trial ->
                        reference.about(trial.specification()).ifPresent(figures -> published.put(trial, figures)));
        List<Metric> figures = FIGURES.stream()
                .filter(figure -> published.values().stream()
                        .anyMatch(each -> figure.published().apply(each) != null))
                .toList();
        List<String> headings = new ArrayList<>(List.of("trial"));
        report.experiment().varied().forEach(path -> headings.add(ReportFormats.label(path)));
        figures.forEach(figure -> headings.addAll(List.of("published " + figure.name(), "measured " + figure.name())));
        List<Row> rows = new ArrayList<>();
        published.forEach((trial, each) -> rows.add(Row.of(cells(report, trial, figures, each))));
        return figures.isEmpty() || rows.isEmpty() ? null : new ReportTable(headings, rows);
    }

    private static List<String> cells(
            Report report, TrialRepresentation trial, List<Metric> figures, Reference.Published published) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(trial.id().number())));
        report.experiment()
                .varied()
                .forEach(path -> cells.add(ReportFormats.value(Expansion.valueAt(trial.specification(), path))));
        for (Metric figure : figures) {
            cells.add(figure.text().apply(figure.published().apply(published)));
            cells.add(figure.text().apply(figure.measured().apply(trial)));
        }
        return cells;
    }

    static ReportTable provenance(List<Provenance> provenances) {
        return new ReportTable(
                List.of("trials", "host", "device", "DJL", "PyTorch", "Java"),
                provenances.stream()
                        .map(made -> Row.of(List.of(
                                ReportFormats.count(made.trials()),
                                made.host(),
                                made.deviceName() == null ? made.device() : made.device() + ", " + made.deviceName(),
                                text(made.djl()),
                                text(made.pytorch()),
                                text(made.java()))))
                        .toList());
    }

    private static String text(String version) {
        return version == null ? ReportFormats.NONE : version;
    }
}
