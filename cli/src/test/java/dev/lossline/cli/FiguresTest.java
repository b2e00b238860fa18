package dev.lossline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lossline.contract.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void writesDurationsAsAClockDoes() {
        assertThat(Figures.duration(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Figures.duration(Duration.ofSeconds(725))).isEqualTo("12:05");
        assertThat(Figures.duration(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Figures.duration(Duration.ofHours(76))).isEqualTo("3d 4h");
        assertThat(Figures.duration(Duration.ofSeconds(-3))).isEqualTo("0:00");
    }

    @Test
    void writesHyperparametersAsPeopleDo() {
        assertThat(Figures.value(DoubleNode.valueOf(1e-4))).isEqualTo("0.0001");
        assertThat(Figures.value(DoubleNode.valueOf(1e-8))).isEqualTo("1E-8");
        assertThat(Figures.value(Json.MAPPER.valueToTree(List.of(512)))).isEqualTo("[512]");
        assertThat(Figures.value(TextNode.valueOf("adam"))).isEqualTo("adam");
        assertThat(Figures.value(MissingNode.getInstance())).isEqualTo("–");
    }

    @Test
    void writesADashWhereThereIsNoNumber() {
        assertThat(List.of(Figures.loss(null), Figures.percent(null), Figures.rate(null), Figures.seconds(null)))
                .containsOnly("–");
    }

    @Test
    void keepsAHugeLossShort() {
        assertThat(Figures.loss(123_456_789.0)).isEqualTo("1.23e+08");
    }
}
