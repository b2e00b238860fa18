package dev.lossline.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file such as docs/performance.md, with one section per benchmark that its runs update. */
public final class PerformanceDocument {
    private static final String TITLE = "# How fast Lossline is\n\n";

    private final Path file;

    /** @param file the file, which need not exist */
    public PerformanceDocument(Path file) {
        this.file = file;
    }

    /** The file docs/performance.md of a checkout. */
    public static Path in(Path root) {
        return root.resolve("docs/performance.md");
    }

    /**
     * Replaces the section of one benchmark, or appends it. The rest of the file is unchanged.
     *
     * @param name the name of the benchmark
     * @param text Markdown that starts with a second-level heading
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
