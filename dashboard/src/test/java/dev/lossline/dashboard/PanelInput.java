package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.dashboard.RecordedScrapes.Sample;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A panel together with the responses of its queries, in the JSON of Grafana's data sources. */
final class PanelInput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final List<Sample> SAMPLES = RecordedScrapes.samples();

    private final ObjectNode input = JSON.createObjectNode();
    private final ArrayNode frames;

    private PanelInput(JsonNode panel) {
        input.set("panel", panel.deepCopy());
        frames = input.putArray("frames");
    }

    static ObjectNode of(JsonNode panel) {
        PanelInput input = new PanelInput(panel);
        for (JsonNode target : panel.required("targets")) {
            if (target.has("rawSql")) {
                input.postgres(target);
            } else {
                input.prometheus(target);
            }
        }
        return input.input;
    }

    /** Adds one frame with a field per column; a result without rows has no fields. */
    private void postgres(JsonNode target) {
        Frame frame;
        try {
            frame = FilledDatabase.get().query(target.required("rawSql").asText(), FilledDatabase.SELECTED);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL rejects the query of a panel", e);
        }
        ObjectNode response = frame(target);
        if (frame.rows().isEmpty()) {
            return;
        }
        for (String column : frame.columns()) {
            String type = frame.type(column).name().toLowerCase(Locale.ROOT);
            ArrayNode values = field(response, column, type);
            frame.values(column)
                    .forEach(value -> values.addPOJO(value instanceof Timestamp time ? time.getTime() : value));
        }
    }

    /** Adds a frame per series: the series that the recorded metrics have, with some of their values. */
    private void prometheus(JsonNode target) {
        Promql promql = new Promql(target.required("expr").asText());
        Map<String, Double> series = new TreeMap<>();
        for (Sample sample : SAMPLES) {
            if (promql.metrics().contains(sample.metric())) {
                series.put(legend(target.required("legendFormat").asText(), sample.labels()), sample.value());
            }
        }
        long now = Instant.now().toEpochMilli();
        series.forEach((name, value) -> {
            ObjectNode response = frame(target);
            field(response, "Time", "time").add(now - 15_000).add(now);
            field(response, "Value", "number").add(value).add(value);
            response.withArray("/schema/fields").get(1).withObject("/config").put("displayNameFromDS", name);
        });
    }

    private static String legend(String format, Map<String, String> labels) {
        return LEGEND_LABEL.matcher(format).replaceAll(label -> labels.getOrDefault(label.group(1), ""));
    }

    private ObjectNode frame(JsonNode target) {
        ObjectNode frame = frames.addObject();
        frame.putObject("schema")
                .put("refId", target.required("refId").asText())
                .putArray("fields");
        frame.putObject("data").putArray("values");
        return frame;
    }

    private static ArrayNode field(ObjectNode frame, String name, String type) {
        ObjectNode field = frame.withArray("/schema/fields").addObject();
        field.put("name", name).put("type", type).putObject("typeInfo").put("frame", type);
        return frame.withArray("/data/values").addArray();
    }
}
