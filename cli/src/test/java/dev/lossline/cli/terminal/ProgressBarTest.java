package dev.lossline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void fillsInEighthsOfACharacter() {
        assertThat(ProgressBar.of(0, 4)).isEqualTo("░░░░");
        assertThat(ProgressBar.of(0.5, 4)).isEqualTo("██░░");
        assertThat(ProgressBar.of(0.53125, 4)).isEqualTo("██▏░");
        assertThat(ProgressBar.of(1, 4)).isEqualTo("████");
    }

    @Test
    void staysWithinItsWidth() {
        assertThat(ProgressBar.of(-1, 4)).isEqualTo("░░░░");
        assertThat(ProgressBar.of(7, 4)).isEqualTo("████");
    }
}
