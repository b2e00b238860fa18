package dev.lossline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

    @Test
    void overwritesTheLastFrameAndRestoresTheCursor() {
        try (LiveScreen screen = new LiveScreen(terminal)) {
            screen.paint(List.of("one", "two"));
            screen.paint(List.of("three"));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\033[?25l" + "one\033[K\ntwo\033[K\n\033[J" + "\033[2A\rthree\033[K\n\033[J" + "\033[?25h");
    }
}
