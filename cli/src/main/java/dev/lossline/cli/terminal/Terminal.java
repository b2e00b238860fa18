package dev.lossline.cli.terminal;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The output of the command line: a terminal that is repainted, or plain lines. */
public final class Terminal {
    private static final long SIZE_IS_FRESH = Duration.ofSeconds(1).toNanos();
    private static final Size DEFAULT = new Size(80, 24);

    private final PrintStream out;
    private final boolean live;
    private Size size = DEFAULT;
    private long sizeReadAt = System.nanoTime() - SIZE_IS_FRESH;

    public Terminal(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** The script detects whether standard output is a terminal with colours; Java before 22 cannot. */
    public static Terminal system() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Terminal(out, Boolean.getBoolean("lossline.terminal"));
    }

    public record Size(int columns, int rows) {}

    public PrintStream out() {
        return out;
    }

    /** Whether lines can be repainted, and in colours. */
    public boolean live() {
        return live;
    }

    public void line(String text) {
        out.println(text);
    }

    public String styled(Style style, String text) {
        return style.apply(text, live);
    }

    /** The current size; the window may have been resized since the last call. */
    public Size size() {
        if (live && System.nanoTime() - sizeReadAt >= SIZE_IS_FRESH) {
            size = readSize();
            sizeReadAt = System.nanoTime();
        }
        return size;
    }

    private static Size readSize() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] words = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ", 2);
            int rows = Integer.parseInt(words[0]);
            int columns = words.length > 1 ? Integer.parseInt(words[1]) : 0;
            return rows > 0 && columns > 0 ? new Size(columns, rows) : DEFAULT;
        } catch (IOException | NumberFormatException e) {
            return DEFAULT;
        }
    }
}
