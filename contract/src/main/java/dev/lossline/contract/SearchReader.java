package dev.lossline.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what an experiment varies. */
final class SearchReader {
    private static final int LONGEST_PATH = 100;
    private static final int LONGEST_VALUE = 1_000;

    private final List<Violation> violations;

    /** @param violations takes what is wrong */
    SearchReader(List<Violation> violations) {
        this.violations = violations;
    }

    ExperimentSpecification.Search read(DocumentFields fields) {
        List<Map<String, List<JsonNode>>> grids =
                fields.elements("grid", List.of(), element -> grid(element.path(), element.value()));
        fields.rejectUnknownKeys();
        return new ExperimentSpecification.Search(grids);
    }

    /** Null where it is none. */
    private Map<String, List<JsonNode>> grid(String path, JsonNode object) {
        if (!object.isObject()) {
            violations.add(new Violation(path, object.toString(), "an object: path of a key to a list of values"));
            return null;
        }
        Map<String, List<JsonNode>> grid = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (isUsable(path + "." + entry.getKey(), entry)) {
                List<JsonNode> values = new ArrayList<>();
                entry.getValue().forEach(value -> values.add(DocumentFields.number(value)));
                grid.put(entry.getKey(), values);
            }
        });
        return grid;
    }

    private boolean isUsable(String path, Map.Entry<String, JsonNode> entry) {
        JsonNode values = entry.getValue();
        if (!values.isArray() || values.isEmpty()) {
            violations.add(new Violation(path, values.toString(), "a list of one or more values"));
            return false;
        }
        if (entry.getKey().length() > LONGEST_PATH || isLong(values)) {
            // Each value is part of as many trials as there are: a long one would be copied without end.
            violations.add(
                    new Violation(path, values.toString(), "values of at most " + LONGEST_VALUE + " characters"));
            return false;
        }
        return true;
    }

    private static boolean isLong(JsonNode values) {
        for (JsonNode value : values) {
            if (value.toString().length() > LONGEST_VALUE) {
                return true;
            }
        }
        return false;
    }
}
