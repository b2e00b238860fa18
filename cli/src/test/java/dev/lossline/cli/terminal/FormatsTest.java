package dev.lossline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lossline.specification.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    @Test
    void writesDurationsLikeAClock() {
        assertThat(Formats.duration(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Formats.duration(Duration.ofSeconds(725))).isEqualTo("12:05");
        assertThat(Formats.duration(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Formats.duration(Duration.ofHours(76))).isEqualTo("3d 4h");
        assertThat(Formats.duration(Duration.ofSeconds(-3))).isEqualTo("0:00");
    }

    @ParameterizedTest
    @CsvSource({
        "-3, 0 s ago",
        "0, 0 s ago",
        "7, 7 s ago",
        "59, 59 s ago",
        "60, 1 min ago",
        "3599, 59 min ago",
        "7200, 2 h ago",
        "86399, 23 h ago",
        "432000, 5 d ago"
    })
    void writesAgesInOneUnit(long seconds, String age) {
        assertThat(Formats.age(Duration.ofSeconds(seconds))).isEqualTo(age);
    }

    @Test
    void writesHyperparametersReadably() {
        assertThat(Formats.value(DoubleNode.valueOf(1e-4))).isEqualTo("0.0001");
        assertThat(Formats.value(DoubleNode.valueOf(1e-8))).isEqualTo("1E-8");
        assertThat(Formats.value(Json.MAPPER.valueToTree(List.of(512)))).isEqualTo("[512]");
        assertThat(Formats.value(TextNode.valueOf("adam"))).isEqualTo("adam");
        assertThat(Formats.value(MissingNode.getInstance())).isEqualTo("–");
    }

    @Test
    void writesADashWithoutANumber() {
        assertThat(List.of(Formats.loss(null), Formats.percent(null), Formats.rate(null), Formats.seconds(null)))
                .containsOnly("–");
    }

    @Test
    void keepsAHugeLossShort() {
        assertThat(Formats.loss(123_456_789.0)).isEqualTo("1.23e+08");
    }
}
