package dev.lossline.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadNameTest {
    @ParameterizedTest
    @CsvSource({
        "depth, depth-3.safetensors",
        "Learning rates (part 1), learning-rates-part-1-3.safetensors",
        "Caf\u00e9 au lait, cafe-au-lait-3.safetensors",
        "../../etc/passwd, etc-passwd-3.safetensors",
        "\u6df1\u5ea6, experiment-3.safetensors",
        "..., experiment-3.safetensors"
    })
    void isReadableInAscii(String text, String name) {
        assertThat(model(text).ascii()).isEqualTo(name);
    }

    @Test
    void keepsLettersOfOtherAlphabetsForClientsThatKnowThem() {
        assertThat(model("\u6df1\u5ea6 1").contentDisposition())
                .isEqualTo("attachment; filename=\"1-3.safetensors\"; "
                        + "filename*=UTF-8''%E6%B7%B1%E5%BA%A6-1-3.safetensors");
        assertThat(model("depth").contentDisposition()).isEqualTo("attachment; filename=\"depth-3.safetensors\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\r\nSet-Cookie: x=1", "a;b", "a%00b", "a*b", "\ud83d", "\u202egpj", "a\\b:c|d"})
    void isAHeaderOfOneValueWhateverTheTextIs(String text) {
        assertThat(model(text).contentDisposition())
                .matches(
                        "attachment; filename=\"[a-z0-9-]+\\.safetensors\"(; filename\\*=UTF-8''[A-Za-z0-9%-]+\\.safetensors)?");
    }

    @Test
    void isBounded() {
        assertThat(model("\u6df1".repeat(200)).contentDisposition().length()).isLessThan(700);
        assertThat(model("ab ".repeat(100)).ascii().length()).isLessThan(80);
    }

    private static DownloadName model(String text) {
        return new DownloadName("", text, "-3.safetensors");
    }
}
