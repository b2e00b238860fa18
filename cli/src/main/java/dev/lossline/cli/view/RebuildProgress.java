package dev.lossline.cli.view;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.api.ApiUnreachableException;
import dev.lossline.cli.terminal.LiveScreen;
import dev.lossline.cli.terminal.ProgressBar;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.contract.api.RecordingRepresentation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Shows the progress of filling the tables from the log. */
public final class RebuildProgress {
    private static final long POLL_INTERVAL_MILLIS = 300;
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);
    private static final int BAR = 30;
    private static final int STEP = 10;

    private final Api api;
    private final Terminal terminal;

    public RebuildProgress(Api api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /** Waits until everything is recorded that was on the log at the given state. */
    public void awaitRecorded(RecordingRepresentation then) throws InterruptedException {
        if (!terminal.live()) {
            follow(then, new Steps());
            return;
        }
        try (LiveScreen screen = new LiveScreen(terminal)) {
            follow(then, (done, all) -> screen.paint(List.of(line(done, all))));
        }
    }

    @FunctionalInterface
    private interface Painter {
        void paint(long done, long all);
    }

    private final class Steps implements Painter {
        private long next;

        @Override
        public void paint(long done, long all) {
            if (100 * done >= next * all) {
                terminal.line(line(done, all));
                next = all == 0 ? 100 : 100 * done / all / STEP * STEP + STEP;
            }
        }
    }

    private void follow(RecordingRepresentation then, Painter painter) throws InterruptedException {
        long all =
                then.partitions().stream().mapToLong(p -> p.end() - p.first()).sum();
        long last = -1;
        long since = System.nanoTime();
        while (true) {
            long done = recorded(then);
            if (done > last) {
                last = done;
                since = System.nanoTime();
                painter.paint(done, all);
            }
            if (done >= all) {
                return;
            }
            if (System.nanoTime() - since > STALL_TIMEOUT.toNanos()) {
                throw new CliException(
                        ExitCode.FAILED,
                        "nothing was recorded for %d s; see the evaluator's log".formatted(STALL_TIMEOUT.toSeconds()));
            }
            Thread.sleep(POLL_INTERVAL_MILLIS);
        }
    }

    private long recorded(RecordingRepresentation then) throws InterruptedException {
        try {
            return messages(then, api.recording());
        } catch (ApiUnreachableException e) {
            // The tables do not exist yet.
            return 0;
        }
    }

    /** The number of messages in {@code then} that {@code now} has recorded. */
    private static long messages(RecordingRepresentation then, RecordingRepresentation now) {
        return then.partitions().stream()
                .mapToLong(target -> now.partitions().stream()
                        .filter(p -> p.topic().equals(target.topic()) && p.partition() == target.partition())
                        .mapToLong(p -> Math.clamp(p.recorded(), target.first(), target.end()) - target.first())
                        .sum())
                .sum();
    }

    private static String line(long done, long all) {
        double fraction = all == 0 ? 1 : (double) done / all;
        return String.format(
                Locale.ROOT,
                "Recording %s %3.0f %%  %,d messages left",
                ProgressBar.of(fraction, BAR),
                Math.floor(100 * fraction),
                all - done);
    }
}
