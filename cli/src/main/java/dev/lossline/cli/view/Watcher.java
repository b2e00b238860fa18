package dev.lossline.cli.view;

import dev.lossline.cli.api.Api;
import dev.lossline.cli.api.ApiProblemException;
import dev.lossline.cli.api.ApiUnreachableException;
import dev.lossline.cli.terminal.LiveScreen;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Follows an experiment until it is final: repainted on a terminal, otherwise line by line. */
public final class Watcher {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration LARGE_POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int LARGE_EXPERIMENT = 200;

    /** The maximum time to wait for a server that does not answer, and for an experiment that is not recorded yet. */
    private static final Duration UNREACHABLE_TIMEOUT = Duration.ofMinutes(1);

    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Api api;
    private final Terminal terminal;

    public Watcher(Api api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /** The final state of the experiment and its trials. */
    public record Outcome(ExperimentRepresentation experiment, List<TrialRepresentation> trials) {}

    public Outcome watch(UUID id) throws InterruptedException {
        return terminal.live() ? watchLive(id) : watchPlain(id);
    }

    private Outcome watchLive(UUID id) throws InterruptedException {
        ExperimentView view = new ExperimentView(true);
        try (LiveScreen screen = new LiveScreen(terminal)) {
            return follow(id, new Viewer() {
                private List<String> last = List.of();

                @Override
                public void show(Outcome now) {
                    last = view.lines(now.experiment(), now.trials(), terminal.size(), Instant.now());
                    screen.paint(last);
                }

                @Override
                public void waiting(String why) {
                    List<String> lines = new ArrayList<>(last);
                    lines.add(Style.YELLOW.apply(
                            ExperimentView.cut(why, terminal.size().columns()), true));
                    screen.paint(lines);
                }
            });
        }
    }

    private Outcome watchPlain(UUID id) throws InterruptedException {
        PlainProgress progress = new PlainProgress();
        return follow(id, new Viewer() {
            private String lastWhy = "";

            @Override
            public void show(Outcome now) {
                progress.news(now.experiment(), now.trials()).forEach(terminal::line);
                lastWhy = "";
            }

            @Override
            public void waiting(String why) {
                if (!why.equals(lastWhy)) {
                    terminal.line(why);
                    lastWhy = why;
                }
            }
        });
    }

    private interface Viewer {
        void show(Outcome now);

        void waiting(String why);
    }

    private Outcome follow(UUID id, Viewer viewer) throws InterruptedException {
        Instant begin = Instant.now();
        Instant answered = begin;
        while (true) {
            Duration pause = POLL_INTERVAL;
            try {
                Outcome now = new Outcome(api.experiment(id), api.trials(id));
                answered = Instant.now();
                viewer.show(now);
                if (now.experiment().state().isFinal()) {
                    return now;
                }
                pause = now.trials().size() > LARGE_EXPERIMENT ? LARGE_POLL_INTERVAL : POLL_INTERVAL;
            } catch (ApiProblemException e) {
                if (e.status() == UNAVAILABLE && !isOver(answered)) {
                    viewer.waiting("The results cannot be read at the moment; retrying");
                } else if (e.status() == NOT_FOUND && !isOver(begin)) {
                    // The evaluator records a moment later what is on the log.
                    viewer.waiting("Waiting for the experiment to be recorded");
                } else {
                    throw e;
                }
            } catch (ApiUnreachableException e) {
                if (isOver(answered)) {
                    throw e;
                }
                viewer.waiting("The orchestrator is not responding; retrying (the experiment continues)");
            }
            Thread.sleep(pause);
        }
    }

    private static boolean isOver(Instant since) {
        return Duration.between(since, Instant.now()).compareTo(UNREACHABLE_TIMEOUT) > 0;
    }
}
