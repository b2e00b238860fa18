package dev.lossline.specification.document;

import java.util.List;

/**
 * A document and its faults, independent of the meaning of its fields.
 *
 * @param faults in document order
 */
public record Document(Node root, List<Fault> faults) {
    /** The maximum depth of nested lists and mappings. */
    static final int MAX_DEPTH = 20;

    /** Longer than any known key. */
    static final int MAX_KEY_LENGTH = 200;

    public Document {
        faults = List.copyOf(faults);
    }

    /** The format of a document. */
    public enum Format {
        YAML,
        JSON
    }

    /**
     * Parses UTF-8, with or without a byte order mark.
     *
     * @throws MalformedDocumentException if it is not a single well-formed document
     */
    public static Document read(byte[] bytes, Format format) {
        String text = Utf8.text(bytes);
        Document document =
                switch (format) {
                    case YAML -> new YamlComposer(text).compose();
                    case JSON -> new JsonComposer(text).compose();
                };
        if (document.root() instanceof Node.Scalar scalar && scalar.isNull()) {
            throw new MalformedDocumentException(
                    Location.START, "The document is empty. Start it with a line such as 'name: first'.");
        }
        return document;
    }
}
