package dev.lossline.drill.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void printsALinePerStepWithoutATerminal() {
        Progress progress = progress(false);
        progress.step("kill 1 of 2");
        progress.update("3 of 60 epochs");
        progress.step("kill 2 of 2");
        assertThat(output().lines())
                .containsExactly("  trainer-killed   0:00  kill 1 of 2", "  trainer-killed   0:00  kill 2 of 2");
    }

    @Test
    void overwritesOneLineOnATerminal() {
        Progress progress = progress(true);
        progress.step("kill 1 of 2");
        progress.update("x".repeat(200));
        progress.result("held");
        assertThat(output()).doesNotContain("\n\r").endsWith("\r\033[Kheld" + System.lineSeparator());
        assertThat(output().split("\r\033\\[K", -1)).allMatch(line -> line.length() < 80);
    }

    private Progress progress(boolean live) {
        Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), live);
        progress.begin("trainer-killed");
        return progress;
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
