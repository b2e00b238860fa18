package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Generates a dashboard's JSON from its short description in {@code grafana/sources}, which contains SQL as text and the
 * panels in reading order. {@code panel-types.yaml} has the defaults of each type of panel.
 */
final class DashboardSource {
    /** The schema version of Grafana 12. */
    private static final int SCHEMA_VERSION = 42;

    private static final int COLUMNS = 24;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode source;
    private final JsonNode types = Grafana.yaml(Grafana.SOURCES.resolve("panel-types.yaml"));
    private int nextId = 1;
    private int x;
    private int y;
    private int lineHeight;

    DashboardSource(Path file) {
        this.source = Grafana.yaml(file);
    }

    ObjectNode dashboard() {
        ObjectNode dashboard = JSON.createObjectNode();
        dashboard.set("uid", source.required("uid"));
        dashboard.set("title", source.required("title"));
        dashboard.set("description", source.required("description"));
        dashboard.putArray("tags").add("lossline");
        dashboard.put("schemaVersion", SCHEMA_VERSION);
        dashboard.put("editable", false).put("graphTooltip", 1).put("timezone", "browser");
        dashboard.set("refresh", source.required("refresh"));
        dashboard.putObject("time").set("from", source.required("time").get(0));
        dashboard.withObject("/time").set("to", source.required("time").get(1));
        ArrayNode intervals = dashboard.putObject("timepicker").putArray("refresh_intervals");
        intervals.add("1s").add("5s").add("10s").add("30s").add("1m").add("5m");
        dashboard.putObject("annotations").putArray("list");
        dashboard.putArray("links").add(linkToTheOthers());
        ArrayNode variables = dashboard.putObject("templating").putArray("list");
        source.path("variables").forEach(variable -> variables.add(variable(variable)));
        ArrayNode panels = dashboard.putArray("panels");
        source.required("panels").forEach(panel -> panels.add(panel.has("row") ? row(panel) : panel(panel)));
        return dashboard;
    }

    private static ObjectNode linkToTheOthers() {
        ObjectNode link = JSON.createObjectNode();
        link.put("type", "dashboards").put("title", "Lossline").put("icon", "external link");
        link.put("tooltip", "").put("asDropdown", false).put("includeVars", true);
        link.put("keepTime", false).put("targetBlank", false);
        link.putArray("tags").add("lossline");
        return link;
    }

    private static ObjectNode variable(JsonNode source) {
        boolean multi = source.path("multi").asBoolean();
        ObjectNode variable = JSON.createObjectNode();
        variable.put("type", "query").set("name", source.required("name"));
        variable.set("label", source.required("label"));
        variable.set("datasource", dataSource(Grafana.POSTGRES));
        variable.set("query", source.required("sql"));
        // Refreshed with the dashboard, to include new experiments; sorted by the query.
        variable.put("refresh", 2).put("sort", 0).put("hide", 0);
        variable.put("multi", multi).put("includeAll", multi).put("regex", "");
        if (multi) {
            ObjectNode current = variable.putObject("current");
            current.putArray("text").add("All");
            current.putArray("value").add("$__all");
        }
        return variable;
    }

    private ObjectNode row(JsonNode source) {
        endLine();
        ObjectNode row = JSON.createObjectNode();
        row.put("id", nextId++).put("type", "row").set("title", source.required("row"));
        row.put("collapsed", false).putArray("panels");
        row.set("gridPos", place(COLUMNS, 1));
        return row;
    }

    private ObjectNode panel(JsonNode source) {
        String type = source.required("type").asText();
        ObjectNode panel = JSON.createObjectNode();
        panel.put("id", nextId++).put("type", type).set("title", source.required("title"));
        if (source.has("description")) {
            panel.set("description", source.get("description"));
        }
        panel.set(
                "gridPos",
                place(
                        source.required("size").get(0).asInt(),
                        source.required("size").get(1).asInt()));
        panel.set("datasource", dataSource(source.has("sql") ? Grafana.POSTGRES : Grafana.PROMETHEUS));
        panel.set("targets", source.has("sql") ? sql(source) : promql(source));
        merge(panel, types.required(type));
        panel.withObject("/fieldConfig").putArray("overrides").addAll(overrides(source.path("columns")));
        merge(panel.withObject("/fieldConfig/defaults"), source.path("defaults"));
        merge(panel.withObject("/options"), source.path("options"));
        transform(panel, source);
        return panel;
    }

    private static ArrayNode sql(JsonNode source) {
        ObjectNode target = JSON.createObjectNode().put("refId", "A");
        target.set("datasource", dataSource(Grafana.POSTGRES));
        target.put("format", "table").put("editorMode", "code");
        target.put("rawQuery", true).set("rawSql", source.get("sql"));
        return JSON.createArrayNode().add(target);
    }

    private static ArrayNode promql(JsonNode source) {
        ArrayNode targets = JSON.createArrayNode();
        boolean instant = source.required("type").asText().equals("stat");
        source.required("promql").properties().forEach(series -> {
            ObjectNode target = targets.addObject().put("refId", Character.toString('A' + targets.size() - 1));
            target.set("datasource", dataSource(Grafana.PROMETHEUS));
            target.put("editorMode", "code").set("expr", series.getValue());
            target.put("legendFormat", series.getKey()).put("instant", instant).put("range", !instant);
        });
        return targets;
    }

    private static ArrayNode overrides(JsonNode columns) {
        ArrayNode overrides = JSON.createArrayNode();
        columns.properties().forEach(column -> {
            ObjectNode override = overrides.addObject();
            override.putObject("matcher").put("id", "byName").put("options", column.getKey());
            ArrayNode properties = override.putArray("properties");
            column.getValue()
                    .properties()
                    .forEach(property ->
                            properties.addObject().put("id", property.getKey()).set("value", property.getValue()));
        });
        return overrides;
    }

    /** Adds the transformations that make columns of series, sort a chart's rows by x, and drop columns. */
    private static void transform(ObjectNode panel, JsonNode source) {
        if (source.has("matrix")) {
            matrix(panel, source.get("matrix"));
        }
        if (panel.required("type").asText().equals("trend")) {
            nameX(panel, panel.at("/options/xField").asText());
        }
        if (source.has("only")) {
            transformation(panel, "filterFieldsByName").putObject("include").set("names", source.get("only"));
        }
    }

    /** The query orders the series. A chart needs ascending values of x, too; these may belong to different series. */
    private static void matrix(ObjectNode panel, JsonNode source) {
        String x = source.required("x").asText();
        String series = source.required("series").asText();
        String rows = x + "\\" + series;
        ObjectNode options = transformation(panel, "groupingToMatrix");
        options.put("rowField", x).put("columnField", series).set("valueField", source.required("value"));
        options.put("emptyValue", source.path("empty").asText("null"));
        String type = panel.required("type").asText();
        if (!type.equals("table")) {
            transformation(panel, "sortBy").putArray("sort").addObject().put("field", rows);
        }
        if (type.equals("trend")) {
            panel.withObject("/options").put("xField", rows);
        }
    }

    /**
     * Gives the unit and decimals of a trend's defaults to its curves only, as they would also format the x-axis: epoch 3
     * as 300 %. The x-axis gets no decimals: Grafana would label 1.5 and 2 alike.
     */
    private static void nameX(ObjectNode panel, String field) {
        ArrayNode overrides = panel.withObject("/fieldConfig").withArray("overrides");
        ObjectNode defaults = panel.withObject("/fieldConfig/defaults");
        ObjectNode curves = JSON.createObjectNode();
        for (String property : List.of("unit", "decimals")) {
            if (defaults.has(property)) {
                curves.set(property, defaults.remove(property));
            }
        }
        if (!curves.isEmpty()) {
            ObjectNode override = (ObjectNode)
                    overrides(JSON.createObjectNode().set("", curves)).get(0);
            override.putObject("matcher")
                    .put("id", "byNames")
                    .putObject("options")
                    .put("mode", "exclude")
                    .putArray("names")
                    .add(field);
            overrides.add(override);
        }
        String name = field.replaceFirst("\\\\.*", "");
        ObjectNode x = JSON.createObjectNode().put("displayName", name).put("custom.axisLabel", name);
        if (name.equals("seconds")) {
            x.put("unit", "s");
        }
        overrides.addAll(overrides(JSON.createObjectNode().set(field, x)));
    }

    private static ObjectNode transformation(ObjectNode panel, String id) {
        return panel.withArray("/transformations").addObject().put("id", id).putObject("options");
    }

    private static ObjectNode dataSource(String uid) {
        String type = uid.equals(Grafana.POSTGRES) ? "grafana-postgresql-datasource" : "prometheus";
        return JSON.createObjectNode().put("type", type).put("uid", uid);
    }

    /** The next position in reading order. */
    private ObjectNode place(int width, int height) {
        if (x + width > COLUMNS) {
            endLine();
        }
        ObjectNode place =
                JSON.createObjectNode().put("x", x).put("y", y).put("w", width).put("h", height);
        x += width;
        lineHeight = Math.max(lineHeight, height);
        return place;
    }

    private void endLine() {
        x = 0;
        y += lineHeight;
        lineHeight = 0;
    }

    private static void merge(ObjectNode target, JsonNode from) {
        from.properties().forEach(entry -> {
            if (entry.getValue().isObject() && target.path(entry.getKey()).isObject()) {
                merge((ObjectNode) target.get(entry.getKey()), entry.getValue());
            } else {
                target.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }
}
