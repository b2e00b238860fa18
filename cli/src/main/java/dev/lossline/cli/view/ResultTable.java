package dev.lossline.cli.view;

import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Table;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import java.util.ArrayList;
import java.util.List;

/** The results of an experiment's trials, with the best one marked. */
public final class ResultTable {
    private final ExperimentRepresentation experiment;
    private final List<TrialRepresentation> trials;

    public ResultTable(ExperimentRepresentation experiment, List<TrialRepresentation> trials) {
        this.experiment = experiment;
        this.trials = trials;
    }

    public List<String> lines(boolean colours) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.right("#"));
        experiment.varied().forEach(path -> columns.add(Table.right(Formats.label(path))));
        columns.addAll(List.of(
                Table.left("state"),
                Table.right("epochs"),
                Table.right("loss"),
                Table.right("test accuracy"),
                Table.right("seconds"),
                Table.left("")));
        Table table = new Table(columns);
        for (TrialRepresentation trial : trials) {
            boolean best = trial.id().equals(experiment.bestTrial()) && trials.size() > 1;
            table.row(best ? Style.GREEN : trial.state() == State.FAILED ? Style.RED : Style.PLAIN, cells(trial, best));
        }
        List<String> lines = new ArrayList<>(table.lines(colours));
        for (TrialRepresentation trial : trials) {
            if (trial.failure() != null) {
                lines.add(Style.RED.apply(
                        "Trial %d failed: %s".formatted(trial.id().number(), trial.failure()), colours));
            }
        }
        return lines;
    }

    private List<String> cells(TrialRepresentation trial, boolean best) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(trial.id().number()));
        experiment
                .varied()
                .forEach(path -> cells.add(Formats.value(trial.varied().get(path))));
        cells.addAll(List.of(
                trial.state().id(),
                trial.epoch() + "/" + trial.epochs(),
                Formats.loss(trial.trainingLoss()),
                Formats.percent(trial.testAccuracy()),
                Formats.seconds(trial.seconds()),
                best ? "best" : ""));
        return cells;
    }
}
