package dev.lossline.cli.api;

import java.nio.charset.StandardCharsets;

/** A file from the API with its suggested name. */
public final class NamedFile {
    private final String name;
    private final byte[] content;

    NamedFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    public String name() {
        return name;
    }

    public byte[] content() {
        return content;
    }

    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
