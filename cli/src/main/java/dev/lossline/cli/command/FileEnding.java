package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The extension of a file's name. */
final class FileEnding {
    private FileEnding() {}

    /** The extension in lower case without the dot; empty if there is none. */
    static String of(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The exception for a file whose extension does not match its content. */
    static CliException refused(String file, String what, String... allowed) {
        return new CliException(
                ExitCode.USAGE,
                "cannot write %s as %s; allowed extensions: %s"
                        .formatted(
                                what,
                                file,
                                Arrays.stream(allowed)
                                        .map(ending -> "." + ending)
                                        .collect(Collectors.joining(", "))));
    }
}
