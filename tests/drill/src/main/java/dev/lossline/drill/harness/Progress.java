package dev.lossline.drill.harness;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Shows a drill's progress: a line that is overwritten on a terminal, otherwise one line per step. */
public final class Progress {
    private static final int COLUMNS = 79;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean live;
    private String drill = "";
    private String step = "";
    private Instant since = Instant.now();

    public Progress(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    void begin(String name) {
        drill = name;
        since = Instant.now();
    }

    /** Starts a step. */
    void step(String text) {
        step = text;
        if (live) {
            paint(text);
        } else {
            out.println(line(text));
        }
    }

    /** Updates the progress of the step; shown only on a terminal. */
    public void update(String text) {
        if (live) {
            paint(step + ": " + text);
        }
    }

    /** Prints a permanent line. */
    void result(String text) {
        if (live) {
            out.print(CLEAR_LINE);
        }
        out.println(text);
    }

    private void paint(String text) {
        String line = line(text);
        out.print(CLEAR_LINE + line.substring(0, Math.min(COLUMNS, line.length())));
        out.flush();
    }

    private String line(String text) {
        Duration passed = Duration.between(since, Instant.now());
        return "  %-16s %d:%02d  %s".formatted(drill, passed.toMinutes(), passed.toSecondsPart(), text);
    }
}
