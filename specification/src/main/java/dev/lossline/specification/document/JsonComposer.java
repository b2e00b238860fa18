package dev.lossline.specification.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parses JSON (RFC 8259), keeping numbers as written. */
final class JsonComposer {
    private static final Pattern LITERAL =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?");
    private static final String ESCAPE_LETTERS = "\"\\/bfnrt";
    private static final String ESCAPED_CHARACTERS = "\"\\/\b\f\n\r\t";
    private static final int END = -1;

    private final Composer composer = new Composer();
    private final String text;
    private int index;
    private int line = 1;
    private int column = 1;

    JsonComposer(String text) {
        this.text = text;
    }

    Document compose() {
        skipSpace();
        if (peek() == END) {
            return new Document(new Node.Scalar("", false, Location.START), List.of());
        }
        Node root = value("", 0);
        skipSpace();
        if (peek() != END) {
            throw malformed(here(), "Unexpected content after the end of the document. Submit one document at a time.");
        }
        return new Document(root, composer.faults());
    }

    private Node value(String path, int depth) {
        Location location = here();
        composer.requireDepth(depth, location);
        return switch (peek()) {
            case '{' -> mapping(path, depth);
            case '[' -> sequence(path, depth);
            case '"' -> new Node.Scalar(string(), true, location);
            default -> bare();
        };
    }

    private Node mapping(String path, int depth) {
        Location opened = here();
        Composer.Members members = composer.new Members(path);
        for (boolean more = opens('}'); more; more = continues('}', opened)) {
            Location location = here();
            if (peek() != '"') {
                throw peek() == END
                        ? unclosed(opened, '{', '}')
                        : malformed(location, "A key in double quotes is missing here.");
            }
            String key = string();
            skipSpace();
            if (peek() != ':') {
                throw malformed(here(), "':' is missing here.");
            }
            next();
            skipSpace();
            Node value = value(members.pathOf(key), depth + 1);
            members.add(key, location, value);
        }
        return new Node.Mapping(members.all(), opened);
    }

    private Node sequence(String path, int depth) {
        Location opened = here();
        List<Node> elements = new ArrayList<>();
        for (boolean more = opens(']'); more; more = continues(']', opened)) {
            if (peek() == END) {
                throw unclosed(opened, '[', ']');
            }
            elements.add(value(path + "[" + elements.size() + "]", depth + 1));
        }
        return new Node.Sequence(elements, opened);
    }

    /**
     * Whether there is content between the brackets. The opening bracket has been read; the closing one is consumed if
     * there is none.
     */
    private boolean opens(char closing) {
        next();
        skipSpace();
        if (peek() != closing) {
            return true;
        }
        next();
        return false;
    }

    /** Whether another element follows a value; consumes the comma or the closing bracket. */
    private boolean continues(char closing, Location opened) {
        skipSpace();
        int c = peek();
        if (c != ',' && c != closing) {
            throw c == END
                    ? unclosed(opened, closing == ']' ? '[' : '{', closing)
                    : malformed(here(), "'%s' or ',' is missing here.".formatted(closing));
        }
        next();
        skipSpace();
        return c == ',';
    }

    private Node bare() {
        Location location = here();
        int start = index;
        while (peek() != END && (Character.isLetterOrDigit(peek()) || "+-._".indexOf(peek()) >= 0)) {
            next();
        }
        String word = text.substring(start, index);
        if (word.isEmpty()) {
            throw malformed(location, "A value is missing here.");
        }
        if (!LITERAL.matcher(word).matches()) {
            throw malformed(
                    location,
                    word.matches("[-+]?0[0-9].*")
                            ? "A number has no leading zeros in JSON."
                            : "This is no value of JSON. Put a text in double quotes.");
        }
        return new Node.Scalar(word, false, location);
    }

    private String string() {
        Location opened = here();
        StringBuilder result = new StringBuilder();
        next();
        while (peek() != '"') {
            int c = peek();
            if (c == END || c == '\n' || c == '\r') {
                throw malformed(opened, "This quote is not closed on its line.");
            }
            Location location = here();
            next();
            if (c == '\\') {
                result.append(escape(location));
            } else if (c < ' ') {
                throw malformed(location, "A tab in a text is written '\\t' in JSON.");
            } else {
                result.appendCodePoint(c);
            }
        }
        next();
        return result.toString();
    }

    private char escape(Location location) {
        int c = peek();
        int known = c == END ? -1 : ESCAPE_LETTERS.indexOf(c);
        if (known >= 0) {
            next();
            return ESCAPED_CHARACTERS.charAt(known);
        }
        int end = index + 5;
        if (c == 'u' && end <= text.length() && text.substring(index + 1, end).matches("[0-9a-fA-F]{4}")) {
            char result = (char) Integer.parseInt(text.substring(index + 1, end), 16);
            while (index < end) {
                next();
            }
            return result;
        }
        throw malformed(location, "This escape is unknown. Write '\\\\' for a backslash.");
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            next();
        }
    }

    private int peek() {
        return index < text.length() ? text.codePointAt(index) : END;
    }

    private void next() {
        int c = peek();
        index += Character.charCount(c);
        if (c == '\n' || (c == '\r' && peek() != '\n')) {
            line++;
            column = 1;
        } else if (c != '\r') {
            column++;
        }
    }

    private Location here() {
        return new Location(line, column);
    }

    private static MalformedDocumentException unclosed(Location opened, char opening, char closing) {
        return malformed(opened, "This '%s' is never closed. Add '%s'.".formatted(opening, closing));
    }

    private static MalformedDocumentException malformed(Location location, String message) {
        return new MalformedDocumentException(location, message);
    }
}
