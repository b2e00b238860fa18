package dev.lossline.specification.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lossline.specification.document.Document.Format;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedDocumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: a\\nmodel:\\n\\thidden: [1]\\n     | 3 | 1  | Tabs are not allowed here. Indent with spaces.",
                "name: [unclosed\\nmodel: {}          | 1 | 7  | This '[' is never closed. Add ']'.",
                "name: a\\nmodel: { hidden: [1, 2 }    | 2 | 24 | ']' or ',' is missing here.",
                "name: a\\nseeds: [1, 2\\ntraining:\\n  epochs: 1\\n | 2 | 8 | This '[' is never closed. Add ']'.",
                "name: a\\nmodel: { hidden: [1]\\ntraining: {}\\n | 2 | 8 | This '{' is never closed. Add '}'.",
                "name: \"open\\nmodel: {}           | 1 | 7  | This quote is never closed.",
                "name: a: b                          | 1 | 8  | A key is not allowed here. Check the indentation, or quote text that contains ': '.",
                "name: a\\n model: {}                 | 2 | 7  | A key is not allowed here. Check the indentation, or quote text that contains ': '.",
                "name: a\\nmodel\\nseeds: 1            | 2 | 1  | There is no ':' after this key.",
                "name: @home                         | 1 | 7  | A value cannot start with this character. Put the value in quotes.",
                "name: \"\\\\q\"                       | 1 | 9  | This escape is unknown. Write '\\\\' for a backslash, or use single quotes.",
                "name: a\\n---\\nname: b              | 2 | 1  | A second document starts here. Submit one document at a time.",
                "name: a\\u0007b                     | 1 | 8  | The control character U+0007 cannot be part of a document. Remove it.",
                "# nothing                           | 1 | 1  | The document is empty. Start it with a line such as 'name: first'.",
            })
    void explainsAndLocatesMalformedYaml(String yaml, int line, int column, String message) {
        String text = yaml.strip()
                .replace("\\\\", "\u0001")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\u0007", "\u0007")
                .replace("\u0001", "\\");
        assertMalformed(text.getBytes(StandardCharsets.UTF_8), Format.YAML, line, column, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":                  | 1 | 9  | A value is missing here.",
                "{\"name\": \"a\", \"seeds\": [1, 2 | 1 | 24 | This '[' is never closed. Add ']'.",
                "{\"name\": \"a\"            | 1 | 1  | This '{' is never closed. Add '}'.",
                "{name: \"a\"}               | 1 | 2  | A key in double quotes is missing here.",
                "{\"name\": a}               | 1 | 10 | This is no value of JSON. Put a text in double quotes.",
                "{\"name\": 010}             | 1 | 10 | A number has no leading zeros in JSON.",
                "{\"name\": \"a\",}          | 1 | 14 | A key in double quotes is missing here.",
                "{\"name\": \"a}             | 1 | 10 | This quote is not closed on its line.",
                "{\"name\" \"a\"}            | 1 | 9  | ':' is missing here.",
                "{\"name\": \"a\"} {}        | 1 | 15 | Unexpected content after the end of the document. Submit one document at a time.",
            })
    void explainsAndLocatesMalformedJson(String json, int line, int column, String message) {
        assertMalformed(json.strip().getBytes(StandardCharsets.UTF_8), Format.JSON, line, column, message);
    }

    @Test
    void rejectsInvalidUtf8WithItsLocation() {
        byte[] latin1 = "dataset: mnist\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        String message = "The document is not UTF-8: byte 0xE9 at offset 24. Save it as UTF-8.";
        assertMalformed(latin1, Format.YAML, 2, 10, message);
        assertMalformed(latin1, Format.JSON, 2, 10, message);
        byte[] utf16 = "name: a".getBytes(StandardCharsets.UTF_16);
        assertMalformed(
                utf16, Format.YAML, 1, 1, "The document is not UTF-8: byte 0xFE at offset 0. Save it as UTF-8.");
        byte[] cut = new byte[] {'a', (byte) 0xE2, (byte) 0x82};
        assertMalformed(cut, Format.YAML, 1, 2, "The document is not UTF-8: byte 0xE2 at offset 1. Save it as UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void nestingIsBounded(String level) {
        MalformedDocumentException refusal = catchThrowableOfType(
                MalformedDocumentException.class,
                () -> Document.read(
                        ("name: a\nx:\n  " + level.repeat(10_000)).getBytes(StandardCharsets.UTF_8), Format.YAML));
        assertThat(refusal).hasMessageContaining("more than 20 levels");
    }

    private static void assertMalformed(byte[] document, Format format, int line, int column, String message) {
        MalformedDocumentException refusal =
                catchThrowableOfType(MalformedDocumentException.class, () -> Document.read(document, format));
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.location()).hasToString("line " + line + ", column " + column);
    }
}
