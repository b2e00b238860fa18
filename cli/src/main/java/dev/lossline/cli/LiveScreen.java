package dev.lossline.cli;

import java.util.List;

/** Lines at the bottom of a terminal that are painted again in place; closing leaves the last ones and the cursor. */
final class LiveScreen implements AutoCloseable {
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String CLEAR_LINE_END = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final String CLEAR_ALL = "\033[H\033[2J";

    private final Terminal terminal;
    private Terminal.Size size;
    private int painted;

    LiveScreen(Terminal terminal) {
        this.terminal = terminal;
        this.size = terminal.size();
        write(HIDE_CURSOR);
    }

    /** Replaces what was painted before. Lines must fit the terminal. */
    void paint(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (!terminal.size().equals(size)) {
            // What was painted has been wrapped anew; nobody knows where it begins.
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

    /** Takes away what was painted. */
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
