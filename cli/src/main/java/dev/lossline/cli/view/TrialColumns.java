package dev.lossline.cli.view;

import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.ProgressBar;
import dev.lossline.cli.terminal.Sparkline;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The columns of a trial's row; bar and curve share the remaining width. */
final class TrialColumns {
    private static final int NUMBER = 3;
    private static final int STATE = 9;
    private static final int LOSS = 7;
    private static final int RATE = 9;
    private static final int TIME_LEFT = 6;
    private static final int GAP = 1;
    private static final int MIN_BAR_WIDTH = 6;
    private static final int MAX_BAR_WIDTH = 30;
    private static final int MAX_CURVE_WIDTH = TrialRepresentation.CURVE_POINTS;

    private final List<String> varied;
    private final List<Integer> variedWidths = new ArrayList<>();
    private final int epoch;
    private final int bar;
    private final int curve;

    TrialColumns(List<String> varied, List<TrialRepresentation> trials, int width) {
        this.varied = varied;
        epoch = trials.stream().mapToInt(t -> epochOf(t).length()).max().orElse(0);
        int free = width - fixedWidth();
        int share = varied.isEmpty() ? 0 : Math.max(4, (free - 2 * MIN_BAR_WIDTH) / varied.size() - GAP);
        int taken = 0;
        for (String path : varied) {
            int widest =
                    trials.stream().mapToInt(t -> value(t, path).length()).max().orElse(0);
            int column = Math.min(share, Math.max(widest, Formats.label(path).length()));
            variedWidths.add(column);
            taken += column + GAP;
        }
        bar = Math.clamp((free - taken) / 2, MIN_BAR_WIDTH, MAX_BAR_WIDTH);
        curve = Math.clamp(free - taken - bar, 0, MAX_CURVE_WIDTH);
    }

    /** The width of all columns except varied values, bar and curve, with a gap before each. */
    private int fixedWidth() {
        return NUMBER + STATE + Math.max(epoch, "epoch".length()) + LOSS + RATE + TIME_LEFT + 7 * GAP;
    }

    String headings() {
        List<String> labels = varied.stream().map(Formats::label).toList();
        return line("#", labels, "state", "", "epoch", "loss", "", "samples/s", "left");
    }

    String row(TrialRepresentation trial, Instant now) {
        double done = trial.epochs() == 0 ? 0 : trial.epoch() / (double) trial.epochs();
        boolean running = trial.state() == State.RUNNING;
        return line(
                Integer.toString(trial.id().number()),
                varied.stream().map(path -> value(trial, path)).toList(),
                trial.state().id(),
                ProgressBar.of(done, bar),
                epochOf(trial),
                Formats.loss(trial.trainingLoss()),
                Sparkline.of(trial.curve() == null ? List.of() : trial.curve(), curve),
                running ? Formats.rate(trial.samplesPerSecond()) : "",
                running && trial.estimatedEnd() != null
                        ? Formats.duration(Duration.between(now, trial.estimatedEnd()))
                        : "");
    }

    private String line(
            String number,
            List<String> values,
            String state,
            String progress,
            String epochs,
            String loss,
            String points,
            String rate,
            String left) {
        StringBuilder line = new StringBuilder(right(number, NUMBER));
        for (int i = 0; i < values.size(); i++) {
            line.append(' ').append(right(ExperimentView.cut(values.get(i), variedWidths.get(i)), variedWidths.get(i)));
        }
        line.append(' ').append(left(state, STATE));
        line.append(' ').append(left(progress, bar));
        line.append(' ').append(right(epochs, Math.max(epoch, "epoch".length())));
        line.append(' ').append(right(loss, LOSS));
        line.append(' ').append(left(points, curve));
        line.append(' ').append(right(rate, RATE));
        line.append(' ').append(right(left, TIME_LEFT));
        return line.toString().stripTrailing();
    }

    private static String value(TrialRepresentation trial, String path) {
        return Formats.value(trial.varied().get(path));
    }

    private static String epochOf(TrialRepresentation trial) {
        return trial.epoch() + "/" + trial.epochs();
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
