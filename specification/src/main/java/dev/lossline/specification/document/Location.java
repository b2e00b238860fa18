package dev.lossline.specification.document;

/**
 * A position in a document.
 *
 * @param line from 1
 * @param column from 1, in characters (code points)
 */
public record Location(int line, int column) {
    public static final Location START = new Location(1, 1);

    /** The position after a text that starts at the beginning of a document. */
    static Location after(CharSequence text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
                line++;
                column = 1;
            } else if (c != '\r' && !Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Location(line, column);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
