package dev.lossline.contract.document;

import java.util.List;

/**
 * A document and what is refused in it, whatever its fields say.
 *
 * @param faults in the order of the document
 */
public record Document(Node root, List<Fault> faults) {
    /** Levels of lists and mappings that a document can have. */
    static final int MAX_DEPTH = 20;

    /** Longer than any key that there is. */
    static final int MAX_KEY_LENGTH = 200;

    public Document {
        faults = List.copyOf(faults);
    }

    /** How a document is written. */
    public enum Format {
        YAML,
        JSON
    }

    /**
     * Reads UTF-8, with or without a byte order mark.
     *
     * @throws MalformedDocumentException if it is not one well-formed document
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
