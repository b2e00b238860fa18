package dev.lossline.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void showsControlCharactersAsTheirCodes() {
        assertThat(SafeText.line("a\u001b[31mb\r\n\u009b2J\u202eé漢\uD83D\uDE00"))
                .isEqualTo("a\\u001b[31mb\\u000d\\u000a\\u009b2J\\u202eé漢\uD83D\uDE00");
        assertThat(SafeText.line(null)).isEqualTo("–");
    }

    @Test
    void keepsTheLinesOfABody() {
        assertThat(SafeText.body("{\n\u0007}".getBytes(UTF_8))).containsExactly("{", "\\u0007}");
    }

    @Test
    void dumpsBinaryDataAsHex() {
        assertThat(SafeText.body(new byte[] {'a', (byte) 0xff, 0}))
                .containsExactly("00000000  61 ff 00                                         a..");
        assertThat(SafeText.body(filled(1_000))).hasSize(33).last().isEqualTo("…");
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 0x80);
        return bytes;
    }
}
