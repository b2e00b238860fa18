package dev.lossline.cli.view;

import dev.lossline.cli.terminal.Formats;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An experiment's progress for output that cannot be repainted: prints a line when a trial changes state or has
 * advanced.
 */
final class PlainProgress {
    /** The number of lines for a trial from start to end. */
    private static final int STEPS = 10;

    private final Map<Integer, Seen> seen = new HashMap<>();
    private String notice;

    private record Seen(State state, int step) {}

    /** The changes since the last call. */
    List<String> news(ExperimentRepresentation experiment, List<TrialRepresentation> trials) {
        List<String> lines = new ArrayList<>();
        for (TrialRepresentation trial : trials) {
            Seen now = new Seen(trial.state(), trial.epochs() == 0 ? 0 : trial.epoch() * STEPS / trial.epochs());
            if (!now.equals(seen.put(trial.id().number(), now))) {
                lines.add(line(trial));
            }
        }
        if (experiment.notice() != null && !experiment.notice().equals(notice)) {
            lines.add(experiment.notice());
        }
        notice = experiment.notice();
        return lines;
    }

    private static String line(TrialRepresentation trial) {
        String values = trial.varied().entrySet().stream()
                .map(e -> Formats.label(e.getKey()) + "=" + Formats.value(e.getValue()))
                .collect(Collectors.joining(" "));
        StringBuilder line = new StringBuilder("trial %d".formatted(trial.id().number()));
        line.append(values.isEmpty() ? "" : " " + values)
                .append(": ")
                .append(trial.state().id());
        if (trial.epoch() > 0) {
            line.append(", epoch %d/%d, loss %s"
                    .formatted(trial.epoch(), trial.epochs(), Formats.loss(trial.trainingLoss())));
        }
        if (trial.failure() != null) {
            line.append(", ").append(trial.failure());
        }
        return line.toString();
    }
}
