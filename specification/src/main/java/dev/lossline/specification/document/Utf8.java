package dev.lossline.specification.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes bytes; accepts only valid UTF-8 and printable characters. */
final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    static String text(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = withoutMark(out.flip().toString());
        if (result.isError()) {
            int offset = in.position();
            throw new MalformedDocumentException(
                    Location.after(text),
                    "The document is not UTF-8: byte 0x%02X at offset %d. Save it as UTF-8."
                            .formatted(bytes[offset], offset));
        }
        requireCharacters(text);
        return text;
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Terminals interpret control characters, and YAML does not allow them. */
    private static void requireCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isControl = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\u0085';
            if (isControl || c == '\uFFFE' || c == '\uFFFF') {
                throw new MalformedDocumentException(
                        Location.after(text.substring(0, i)),
                        "The control character U+%04X cannot be part of a document. Remove it.".formatted((int) c));
            }
        }
    }
}
