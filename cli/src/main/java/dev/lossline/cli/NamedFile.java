package dev.lossline.cli;

import java.nio.charset.StandardCharsets;

/** A file from the API with its suggested name. */
final class NamedFile {
    private final String name;
    private final byte[] content;

    NamedFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    String name() {
        return name;
    }

    byte[] content() {
        return content;
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
