package dev.lossline.cli.terminal;

import java.util.List;

/**
 * Lines at the bottom of a terminal that are repainted in place; closing keeps the last ones and restores the cursor.
 */
public final class LiveScreen implements AutoCloseable {
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String CLEAR_LINE_END = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final String CLEAR_ALL = "\033[H\033[2J";

    private final Terminal terminal;
    private Terminal.Size size;
    private int painted;

    public LiveScreen(Terminal terminal) {
        this.terminal = terminal;
        this.size = terminal.size();
        write(HIDE_CURSOR);
    }

    /** Replaces the painted lines. Lines must fit the terminal. */
    public void paint(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (!terminal.size().equals(size)) {
            // The painted lines have been rewrapped, so their start is unknown.
            size = terminal.size();
            frame.append(CLEAR_ALL);
        } else if (painted > 0) {
            frame.append("\033[").append(painted).append("A\r");
        }
        for (String line : lines) {
            frame.append(line).append(CLEAR_LINE_END).append('\n');
        }
        painted = lines.size();
        write(frame.append(CLEAR_BELOW).toString());
    }

    /** Erases the painted lines. */
    void clear() {
        paint(List.of());
    }

    @Override
    public void close() {
        write(SHOW_CURSOR);
    }

    private void write(String text) {
        terminal.out().print(text);
        terminal.out().flush();
    }
}
