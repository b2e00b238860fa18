package dev.lossline.cli.terminal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes untrusted text and bytes safe for a terminal, which interprets control characters as commands. */
public final class SafeText {
    private static final int BYTES_PER_LINE = 16;
    private static final int MAX_DUMPED_BYTES = 512;

    private SafeText() {}

    /**
     * A single line in which characters that are invisible, or affect how the rest is displayed, are escaped; – for
     * null.
     */
    public static String line(String text) {
        if (text == null) {
            return Formats.NONE;
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return safe.toString();
    }

    /** The lines of a text; a hexadecimal dump if the bytes are not text. */
    public static List<String> body(byte[] bytes) {
        return text(bytes)
                .map(text -> text.lines().map(SafeText::line).toList())
                .orElseGet(() -> dump(bytes));
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static List<String> dump(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < Math.min(bytes.length, MAX_DUMPED_BYTES); from += BYTES_PER_LINE) {
            StringBuilder hex = new StringBuilder();
            StringBuilder characters = new StringBuilder();
            for (int i = from; i < Math.min(from + BYTES_PER_LINE, bytes.length); i++) {
                hex.append(String.format(Locale.ROOT, "%02x ", bytes[i]));
                characters.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
            lines.add(String.format(Locale.ROOT, "%08x  %-48s %s", from, hex, characters));
        }
        if (bytes.length > MAX_DUMPED_BYTES) {
            lines.add("…");
        }
        return lines;
    }
}
