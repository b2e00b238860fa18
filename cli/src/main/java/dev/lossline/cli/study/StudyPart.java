package dev.lossline.cli.study;

import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Table;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Reference;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.reader.Expansion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of the study: its experiment with the published values.
 *
 * @param trials the trials that can run here
 */
public record StudyPart(ExperimentSpecification specification, List<TrialSpecification> trials) {
    private static final List<Metric> FIGURES = List.of(
            new Metric("loss", Reference.Published::loss, TrialRepresentation::trainingLoss, Formats::loss),
            new Metric("accuracy", Reference.Published::accuracy, TrialRepresentation::testAccuracy, Formats::percent),
            new Metric("seconds", Reference.Published::seconds, TrialRepresentation::seconds, Formats::seconds));

    /** The part without the trials for a device that no trainer serves. */
    public StudyPart without(Device device) {
        return new StudyPart(
                specification,
                trials.stream().filter(trial -> trial.device() != device).toList());
    }

    public boolean uses(Device device) {
        return specification.device().contains(device);
    }

    /** A metric of a trial: the published and the measured value. */
    private record Metric(
            String name,
            Function<Reference.Published, Double> published,
            Function<TrialRepresentation, Double> measured,
            Function<Double, String> text) {}

    /**
     * Compares published and measured values, one row per trial; metrics without published values have no such column.
     */
    public List<String> lines(Map<TrialSpecification, TrialRepresentation> measured, boolean colours) {
        List<String> varied = new Expansion(specification).varied();
        List<Table.Column> columns = new ArrayList<>();
        varied.forEach(path -> columns.add(Table.right(Formats.label(path))));
        for (Metric figure : FIGURES) {
            if (isPublished(figure)) {
                columns.add(Table.right("published " + figure.name()));
            }
            columns.add(Table.right(figure.name()));
        }
        Table table = new Table(columns);
        for (TrialSpecification trial : trials) {
            List<String> cells = new ArrayList<>();
            varied.forEach(path -> cells.add(Formats.value(Expansion.valueAt(trial, path))));
            for (Metric figure : FIGURES) {
                if (isPublished(figure)) {
                    cells.add(figure.text().apply(figure.published().apply(published(trial))));
                }
                cells.add(figure.text().apply(figure.measured().apply(measured.get(trial))));
            }
            table.row(Style.PLAIN, cells);
        }
        return table.lines(colours);
    }

    private boolean isPublished(Metric figure) {
        return trials.stream().anyMatch(trial -> figure.published().apply(published(trial)) != null);
    }

    private Reference.Published published(TrialSpecification trial) {
        return Optional.ofNullable(specification.reference())
                .flatMap(reference -> reference.about(trial))
                .orElse(Reference.Published.NONE);
    }
}
