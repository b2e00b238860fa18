package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * A panel's JSON and what Grafana's code makes of it and its queries' results, as {@code src/test/node/frames.mjs} prints
 * it.
 */
record DrawnPanel(JsonNode panel, JsonNode result) {
    /**
     * A field that the panel draws.
     *
     * @param name the name that the query or the transformation gives it
     * @param label the name that the panel shows
     * @param texts the values as the panel shows them
     * @param links where a link of each value leads
     */
    record Field(String name, String label, String type, JsonNode values, List<String> texts, List<String> links) {
        boolean isNumber() {
            return type.equals("number");
        }

        /** Whether it has no values but null. */
        boolean isEmpty() {
            return Grafana.stream(values).allMatch(JsonNode::isNull);
        }
    }

    /** The text of a stat, with the name above it. */
    record Statistic(String title, String text) {}

    String type() {
        return panel.required("type").asText();
    }

    /** The names of the fields before a transformation, or after the last one. */
    List<String> stage(int transformation) {
        return texts(result.required("stages").required(transformation));
    }

    /** The names of the fields that an override matches. */
    List<String> matches(int override) {
        return texts(result.required("matches").required(override));
    }

    List<List<Field>> frames() {
        return Grafana.stream(result.required("frames"))
                .map(frame -> Grafana.stream(frame).map(DrawnPanel::field).toList())
                .toList();
    }

    List<Field> fields() {
        return frames().stream().flatMap(List::stream).toList();
    }

    /** The JSON of a field as the script prints it, with the options that Grafana's code gave it. */
    Stream<JsonNode> options() {
        return Grafana.stream(result.required("frames")).flatMap(Grafana::stream);
    }

    List<Statistic> statistics() {
        return Grafana.stream(result.required("statistics"))
                .map(each -> new Statistic(
                        each.required("title").asText(), each.required("text").asText()))
                .toList();
    }

    private static Field field(JsonNode field) {
        return new Field(
                field.required("name").asText(),
                field.required("label").asText(),
                field.required("type").asText(),
                field.required("values"),
                texts(field.required("texts")),
                texts(field.required("links")));
    }

    private static List<String> texts(JsonNode array) {
        return Grafana.stream(array).map(JsonNode::asText).toList();
    }
}
