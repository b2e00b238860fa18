package dev.lossline.cli;

import java.nio.charset.StandardCharsets;

/** A file that the API gives, with the name that it suggests. */
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
