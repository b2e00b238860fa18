package dev.lossline.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates names of experiments for property tests. */
public final class Texts {
    /** Plain scalars that some version of YAML does not read as text. */
    private static final String[] RESERVED = {
        "1e-3",
        "1e7",
        "1.10",
        "6e84117",
        "010",
        "0x1F",
        "0o17",
        "1_000",
        "12:30:45",
        "2026-11-28",
        ".inf",
        "-.INF",
        ".NaN",
        "Infinity",
        "-0.0",
        "no",
        "NO",
        "on",
        "y",
        "True",
        "null",
        "Null",
        "~",
        "-",
        "--- a",
        "...",
        "- a",
        "? a",
        ": x",
        "a: b",
        "a:",
        "#c",
        "a #c",
        "&a",
        "*a",
        "!a",
        "!!str a",
        "%YAML 1.2",
        "@a",
        "`a`",
        "|",
        ">",
        "|-",
        "[a]",
        "{a: b}",
        "a, b",
        "'",
        "''",
        "\"",
        "a\"b'c",
        "\\",
        "\\n",
        "<<",
        "=",
        " a",
        "a ",
        "a\n",
        "\na",
        "a\n\nb",
        "a\n b",
        "a\tb",
        "\ta",
        "a\rb",
        "a\r\nb",
        "  a\n b\n",
        "a  b",
        "é",
        "名前",
        "😀",
        "a\u00A0b",
        "\u2028a",
        "\uFEFFa",
        "$(a)",
        "<script>",
        "```",
        "x".repeat(200)
    };

    private static final char[] SYNTAX = " \n\t:-#,[]{}&*!|>'\"%@`?~\\.0123456789eE+_=<abn\u00A0\u2028é".toCharArray();

    private Texts() {}

    /** Never blank, at most 200 UTF-16 units, without control characters except tabs and line breaks. */
    public static Arbitrary<String> all() {
        return Arbitraries.oneOf(
                        Arbitraries.of(RESERVED),
                        Arbitraries.strings().withChars(SYNTAX).ofMinLength(1).ofMaxLength(12),
                        codePoints().list().ofMinSize(1).ofMaxSize(60).map(Texts::text))
                .filter(text -> !text.isBlank());
    }

    private static Arbitrary<Integer> codePoints() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(' ', '~'),
                        Arbitraries.integers().between(0, 0xFFFF),
                        Arbitraries.integers().between(0x1_0000, Character.MAX_CODE_POINT))
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.SURROGATE
                        && c != 0xFFFE
                        && c != 0xFFFF);
    }

    private static String text(Iterable<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }
}
