package dev.lossline.specification.document;

import java.util.Map;

/** Writes a value on one line for messages. */
final class Writing {
    private static final int MAX_LENGTH = 200;

    private final StringBuilder line = new StringBuilder();

    private Writing() {}

    static String of(Node node) {
        if (node instanceof Node.Scalar scalar
                && !scalar.quoted()
                && scalar.text().isEmpty()) {
            return null;
        }
        Writing writing = new Writing();
        writing.write(node);
        return writing.line.toString();
    }

    private void write(Node node) {
        switch (node) {
            case Node.Scalar scalar -> {
                String quote = scalar.quoted() ? "\"" : "";
                line.append(quote).append(cut(scalar.text())).append(quote);
            }
            case Node.Sequence sequence -> {
                line.append('[');
                String separator = "";
                for (Node element : sequence.elements()) {
                    if (isFull()) {
                        break;
                    }
                    line.append(separator);
                    write(element);
                    separator = ", ";
                }
                line.append(isFull() ? "…]" : "]");
            }
            case Node.Mapping mapping -> {
                line.append('{');
                String separator = "";
                for (Map.Entry<String, Node.Member> entry : mapping.members().entrySet()) {
                    if (isFull()) {
                        break;
                    }
                    line.append(separator).append(cut(entry.getKey())).append(": ");
                    write(entry.getValue().value());
                    separator = ", ";
                }
                line.append(isFull() ? "…}" : "}");
            }
        }
    }

    private boolean isFull() {
        return line.length() > MAX_LENGTH;
    }

    private static String cut(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }
}
