package dev.lossline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** docs/performance.md: a part a benchmark, each written by its own run. */
public final class PerformanceDocument {
    private static final String TITLE = "# How fast Lossline is\n\n";

    private final Path file;

    /** @param file made where it is missing */
    public PerformanceDocument(Path file) {
        this.file = file;
    }

    /** The one of a repository. */
    public static Path in(Path root) {
        return root.resolve("docs/performance.md");
    }

    /**
     * Puts a part in the place of what the same benchmark wrote before; the others stay as they are.
     *
     * @param name of the benchmark
     * @param text Markdown that begins with a heading of the second level
     */
    public void replace(String name, String text) throws IOException {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        String part = begin + text.strip() + "\n" + end;
        String before = Files.exists(file) ? Files.readString(file) : TITLE;
        int from = before.indexOf(begin);
        int to = before.indexOf(end);
        Files.writeString(
                file,
                from < 0 || to < from
                        ? before.stripTrailing() + "\n\n" + part
                        : before.substring(0, from) + part + before.substring(to + end.length()));
    }
}
