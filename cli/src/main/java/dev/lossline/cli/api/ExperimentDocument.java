package dev.lossline.cli.api;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A specification byte for byte as written: the API parses it and reports errors with their location. */
public final class ExperimentDocument {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private final String mediaType;
    private final byte[] bytes;

    private ExperimentDocument(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
    }

    /** Reads a file, or standard input for {@code -}. The format is YAML unless the name ends in {@code .json}. */
    public static ExperimentDocument read(String file) {
        try {
            byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            return new ExperimentDocument(isJson(file, bytes) ? JSON : YAML, bytes);
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.USAGE, "file not found: " + file, e);
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    public static ExperimentDocument json(String text) {
        return new ExperimentDocument(JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes;
    }

    /**
     * Standard input has no name; a quoted first key indicates JSON, which YAML can read except for some whitespace.
     */
    private static boolean isJson(String file, byte[] bytes) {
        return file.endsWith(".json")
                || (file.equals("-")
                        && new String(bytes, StandardCharsets.UTF_8)
                                .stripLeading()
                                .replaceFirst("^\\{\\s*", "{")
                                .startsWith("{\""));
    }
}
