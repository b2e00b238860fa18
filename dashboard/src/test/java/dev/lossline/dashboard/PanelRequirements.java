package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The requirements of each type of panel on the result of its query. */
final class PanelRequirements {
    private PanelRequirements() {}

    static Consumer<Frame> of(JsonNode panel) {
        Consumer<Frame> columns = frame -> assertThat(columns(panel, frame)).containsAll(named(panel));
        return columns.andThen(
                switch (panel.required("type").asText()) {
                    case "trend" -> frame -> trend(panel, frame);
                    case "timeseries" -> frame -> timeSeries(panel, frame);
                    case "barchart" -> frame -> bars(panel, frame);
                    case "stat" -> frame -> assertThat(frame.rows()).hasSize(1);
                    case "table" -> frame -> assertThat(frame.columns()).doesNotHaveDuplicates();
                    case String other ->
                        throw new IllegalArgumentException("no requirements are defined for panels of type " + other);
                });
    }

    /** Requires ascending numbers as x, and only numbers as y. */
    private static void trend(JsonNode panel, Frame frame) {
        JsonNode matrix = matrix(panel);
        String x = matrix.isMissingNode()
                ? panel.at("/options/xField").asText()
                : matrix.required("rowField").asText();
        assertThat(frame.type(x)).isEqualTo(Frame.Type.NUMBER);
        assertThat(frame.values(x).stream()
                        .map(value -> ((Number) value).doubleValue())
                        .toList())
                .isSorted();
        if (matrix.isMissingNode()) {
            assertThat(frame.types()).containsOnly(Frame.Type.NUMBER);
        } else {
            assertThat(frame.type(matrix.required("valueField").asText())).isEqualTo(Frame.Type.NUMBER);
            assertThat(panel.at("/options/xField").asText())
                    .isEqualTo(x + "\\" + matrix.required("columnField").asText());
        }
    }

    /** Requires a time, a name and a number per row, ordered by time: Grafana draws one series per name. */
    private static void timeSeries(JsonNode panel, Frame frame) {
        assertThat(panel.at("/targets/0/format").asText()).isEqualTo("time_series");
        assertThat(frame.columns()).containsExactly("time", "metric", "value");
        assertThat(frame.types()).containsExactly(Frame.Type.TIME, Frame.Type.STRING, Frame.Type.NUMBER);
        assertThat(frame.values("time").stream().map(time -> (Timestamp) time).toList())
                .isSorted();
    }

    private static void bars(JsonNode panel, Frame frame) {
        String x = panel.at("/options/xField").asText();
        assertThat(frame.type(x)).isEqualTo(Frame.Type.STRING);
        assertThat(frame.values(x)).doesNotHaveDuplicates().doesNotContainNull();
        Set<String> drawn = columns(panel, frame);
        drawn.remove(x);
        assertThat(drawn).isNotEmpty().allSatisfy(column -> {
            assertThat(frame.type(column)).isEqualTo(Frame.Type.NUMBER);
            assertThat(frame.values(column)).anyMatch(Objects::nonNull);
        });
    }

    /** The columns that the panel draws, after its transformations. */
    private static Set<String> columns(JsonNode panel, Frame frame) {
        JsonNode matrix = matrix(panel);
        if (!matrix.isMissingNode()) {
            assertThat(frame.columns())
                    .containsExactlyInAnyOrder(
                            matrix.required("rowField").asText(),
                            matrix.required("columnField").asText(),
                            matrix.required("valueField").asText());
            return frame.matrixColumns(
                    matrix.required("rowField").asText(),
                    matrix.required("columnField").asText());
        }
        List<String> only = Grafana.stream(panel.at("/transformations/0/options/include/names"))
                .map(JsonNode::asText)
                .toList();
        assertThat(frame.columns()).containsAll(only);
        return new HashSet<>(only.isEmpty() ? frame.columns() : only);
    }

    /** The columns that the panel's overrides and options refer to. */
    private static Set<String> named(JsonNode panel) {
        Set<String> names = new HashSet<>();
        panel.at("/fieldConfig/overrides")
                .forEach(override -> names.add(override.at("/matcher/options").asText()));
        if (panel.at("/options").has("xField")) {
            names.add(panel.at("/options/xField").asText());
        }
        panel.at("/options/sortBy")
                .forEach(sort -> names.add(sort.required("displayName").asText()));
        return names;
    }

    private static JsonNode matrix(JsonNode panel) {
        return panel.at("/transformations/0/id").asText().equals("groupingToMatrix")
                ? panel.at("/transformations/0/options")
                : panel.path("none");
    }
}
