package dev.lossline.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the end of a file's name promises about its content. */
final class FileEnding {
    private FileEnding() {}

    /** In lower case and without the dot; empty if the name has none. */
    static String of(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Nothing is written under a name that promises something else. */
    static CliException refused(String file, String what, String... allowed) {
        return new CliException(
                ExitCode.USAGE,
                "cannot write %s as %s; allowed: %s"
                        .formatted(
                                what,
                                file,
                                Arrays.stream(allowed)
                                        .map(ending -> "." + ending)
                                        .collect(Collectors.joining(", "))));
    }
}
