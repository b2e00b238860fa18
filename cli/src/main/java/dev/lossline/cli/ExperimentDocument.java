package dev.lossline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A specification as somebody wrote it; the API reads it, and says what is wrong with it. */
record ExperimentDocument(String mediaType, String text) {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    /** Reads a file, or standard input for {@code -}. */
    static ExperimentDocument read(String file) {
        try {
            byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new ExperimentDocument(text.stripLeading().startsWith("{") ? JSON : YAML, text);
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.USAGE, "there is no file " + file, e);
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    static ExperimentDocument json(String text) {
        return new ExperimentDocument(JSON, text);
    }
}
