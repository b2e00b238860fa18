package dev.lossline.cli.view;

import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.ProgressBar;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders an experiment and its trials as lines that fit a window. */
public final class ExperimentView {
    /** Title, summary, headings, notice, number of hidden trials, and the prompt below. */
    private static final int OTHER_LINES = 7;

    private static final int MIN_ROWS = 3;
    private static final int WHOLE_BAR = 16;

    private final boolean colours;

    ExperimentView(boolean colours) {
        this.colours = colours;
    }

    List<String> lines(
            ExperimentRepresentation experiment, List<TrialRepresentation> trials, Terminal.Size size, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(title(experiment, size.columns()));
        lines.add(whole(experiment, now, size.columns()));
        int rows = Math.max(MIN_ROWS, size.rows() - OTHER_LINES);
        List<TrialRepresentation> shown = trials.size() <= rows ? trials : mostInteresting(trials, rows);
        TrialColumns columns = new TrialColumns(experiment.varied(), shown, size.columns());
        lines.add(Style.DIM.apply(columns.headings(), colours));
        for (TrialRepresentation trial : shown) {
            lines.add(styleOf(trial.state()).apply(columns.row(trial, now), colours));
        }
        if (shown.size() < trials.size()) {
            lines.add(Style.DIM.apply(rest(trials, shown), colours));
        }
        if (experiment.notice() != null) {
            lines.add(Style.YELLOW.apply(cut("! " + experiment.notice(), size.columns()), colours));
        }
        return lines;
    }

    private String title(ExperimentRepresentation experiment, int width) {
        String end = "  " + experiment.id();
        String name = cut(experiment.name(), Math.max(10, width - end.length()));
        return Style.BOLD.apply(name, colours) + Style.DIM.apply(cut(end, Math.max(0, width - name.length())), colours);
    }

    private static String whole(ExperimentRepresentation experiment, Instant now, int width) {
        ExperimentRepresentation.TrialCounts counts = experiment.trials();
        List<String> words = new ArrayList<>();
        addCount(words, counts.running(), "running");
        addCount(words, counts.queued(), "queued");
        addCount(words, counts.paused(), "paused");
        addCount(words, counts.completed(), "completed");
        addCount(words, counts.failed(), "failed");
        addCount(words, counts.cancelled(), "cancelled");
        String time = "";
        if (experiment.startedAt() != null) {
            Instant until = experiment.finishedAt() == null ? now : experiment.finishedAt();
            time = "  " + Formats.duration(Duration.between(experiment.startedAt(), until));
        }
        if (!experiment.state().isFinal() && experiment.estimatedEnd() != null) {
            time += "  " + Formats.duration(Duration.between(now, experiment.estimatedEnd())) + " left";
        }
        return cut(
                "%s %3.0f %%  %s%s"
                        .formatted(
                                ProgressBar.of(experiment.progress(), WHOLE_BAR),
                                100 * experiment.progress(),
                                String.join(" · ", words),
                                time),
                width);
    }

    private static void addCount(List<String> words, int count, String word) {
        if (count > 0) {
            words.add(count + " " + word);
        }
    }

    /** Running trials first, then those that ended last, then waiting ones. */
    private static List<TrialRepresentation> mostInteresting(List<TrialRepresentation> trials, int count) {
        Comparator<TrialRepresentation> newestFirst =
                Comparator.comparing(TrialRepresentation::finishedAt, Comparator.nullsLast(Comparator.reverseOrder()));
        return trials.stream()
                .sorted(Comparator.comparingInt((TrialRepresentation t) -> rank(t.state()))
                        .thenComparing(newestFirst)
                        .thenComparingInt(t -> t.id().number()))
                .limit(count)
                .toList();
    }

    private static int rank(State state) {
        return switch (state) {
            case RUNNING -> 0;
            case FAILED -> 1;
            case COMPLETED, CANCELLED -> 2;
            case PAUSED -> 3;
            case QUEUED -> 4;
        };
    }

    private static String rest(List<TrialRepresentation> trials, List<TrialRepresentation> shown) {
        Map<State, Long> counts = trials.stream()
                .filter(trial -> !shown.contains(trial))
                .collect(Collectors.groupingBy(TrialRepresentation::state, TreeMap::new, Collectors.counting()));
        return "… and %d more: %s"
                .formatted(
                        trials.size() - shown.size(),
                        counts.entrySet().stream()
                                .map(e -> e.getValue() + " " + e.getKey().id())
                                .collect(Collectors.joining(", ")));
    }

    static Style styleOf(State state) {
        return switch (state) {
            case QUEUED, CANCELLED -> Style.DIM;
            case PAUSED -> Style.YELLOW;
            case RUNNING -> Style.CYAN;
            case COMPLETED -> Style.PLAIN;
            case FAILED -> Style.RED;
        };
    }

    public static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
