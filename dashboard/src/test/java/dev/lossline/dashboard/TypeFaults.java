package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.lossline.dashboard.DrawnPanel.Field;
import dev.lossline.dashboard.DrawnPanel.Statistic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a panel lacks to be drawn by the type of panel that it is. */
final class TypeFaults {
    private final DrawnPanel drawn;
    private final List<String> faults = new ArrayList<>();

    private TypeFaults(DrawnPanel drawn) {
        this.drawn = drawn;
    }

    static List<String> of(DrawnPanel drawn) {
        TypeFaults faults = new TypeFaults(drawn);
        switch (drawn.type()) {
            case "timeseries" -> faults.timeSeries();
            case "trend" -> faults.trend();
            case "barchart" -> faults.bars();
            case "stat" -> faults.stat();
            case "table" -> faults.table();
            case String other ->
                throw new IllegalArgumentException(
                        "no check knows panels of type " + other + ": add it to TypeFaults.of");
        }
        return faults.faults;
    }

    private void timeSeries() {
        if (drawn.frames().isEmpty()) {
            faults.add("time series: no frames");
        }
        Set<String> series = new HashSet<>();
        for (List<Field> frame : drawn.frames()) {
            requireX(frame, frame.isEmpty() ? "" : frame.getFirst().name(), "time");
            frame.stream()
                    .skip(1)
                    .filter(field -> !series.add(field.label()))
                    .forEach(field -> faults.add("time series: two series are named " + field.label()));
        }
    }

    private void trend() {
        if (drawn.frames().size() != 1) {
            faults.add("trend: needs one frame, not " + drawn.frames().size());
        }
        requireX(drawn.fields(), drawn.panel().at("/options/xField").asText(), "number");
    }

    private void bars() {
        requireX(drawn.fields(), drawn.panel().at("/options/xField").asText(), "string");
    }

    private void stat() {
        List<String> nothing = List.of(
                "", "No data", drawn.panel().at("/fieldConfig/defaults/noValue").asText());
        for (Statistic each : drawn.statistics()) {
            if (nothing.contains(each.text())) {
                faults.add("stat: it shows \"%s\"".formatted(each.text()));
            }
        }
    }

    private void table() {
        Set<String> columns = new HashSet<>();
        drawn.fields().stream()
                .filter(field -> !columns.add(field.label()))
                .forEach(field -> faults.add("table: two columns are named " + field.label()));
    }

    /** Requires a field of a type as x with ascending or distinct values, and numbers as all others. */
    private void requireX(List<Field> frame, String x, String type) {
        List<Field> series =
                frame.stream().filter(field -> !field.name().equals(x)).toList();
        frame.stream().filter(field -> field.name().equals(x)).forEach(field -> {
            if (!field.type().equals(type)) {
                faults.add("x: %s is of type %s instead of %s".formatted(x, field.type(), type));
            }
            requireValuesOfX(field);
        });
        if (series.isEmpty()) {
            faults.add("series: none beside " + x);
        }
        for (Field field : series) {
            if (!field.isNumber()) {
                faults.add("series: the values of %s are not numbers but of type %s"
                        .formatted(field.label(), field.type()));
            }
            if (field.isEmpty()) {
                faults.add("series: %s has no values".formatted(field.label()));
            }
        }
    }

    private void requireValuesOfX(Field x) {
        Set<JsonNode> distinct = new HashSet<>();
        JsonNode last = NullNode.getInstance();
        for (JsonNode value : x.values()) {
            if (value.isNull() || !distinct.add(value)) {
                faults.add("x: %s is null, or twice the same: %s".formatted(x.name(), value));
            }
            if (value.isNumber() && value.asDouble() < last.asDouble(Double.NEGATIVE_INFINITY)) {
                faults.add("x: %s is not ascending: %s after %s".formatted(x.name(), value, last));
            }
            last = value;
        }
    }
}
