package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.violation.Suggestion;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what an experiment varies. */
final class SearchReader {
    private static final int MAX_VALUE_LENGTH = 1_000;

    private final Violations violations;
    private final GridValues values;

    /** @param violations receives the errors */
    SearchReader(Violations violations) {
        this.violations = violations;
        this.values = new GridValues(violations);
    }

    ExperimentSpecification.Search read(DocumentFields fields) {
        List<Map<String, List<JsonNode>>> grids =
                fields.elements(ExperimentKeys.GRID, List.of(), element -> grid(element.path(), element.value()));
        fields.rejectUnknownKeys();
        return new ExperimentSpecification.Search(
                grids.stream().filter(Objects::nonNull).toList());
    }

    /** The valid keys of a grid; null if it is not a grid. */
    private Map<String, List<JsonNode>> grid(String path, Node node) {
        if (!(node instanceof Node.Mapping mapping)) {
            violations.add(new Violation(
                    path, String.valueOf(node.written()), "an object: path of a key to a list of values"));
            return null;
        }
        Map<String, List<JsonNode>> grid = new LinkedHashMap<>();
        List<String> paths = TrialKeys.ofGrids();
        mapping.members().forEach((key, member) -> {
            if (violations.isFull()) {
                return;
            }
            if (!paths.contains(key)) {
                String near = Suggestion.of(key, paths);
                violations.add(Violation.unknownKey(
                        path,
                        key,
                        member.value().written(),
                        "the path of a key of dataset, model or training, such as training.epochs",
                        near == null ? TrialKeys.elsewhere(key, key) : near));
                return;
            }
            List<JsonNode> read = values(path + "." + key, member.value());
            if (!read.isEmpty()) {
                grid.put(key, read);
            }
        });
        return grid;
    }

    /** The valid values of a key; empty if the key is invalid. */
    private List<JsonNode> values(String path, Node node) {
        List<JsonNode> read = new ArrayList<>();
        if (!(node instanceof Node.Sequence sequence) || sequence.elements().isEmpty()) {
            violations.add(new Violation(path, String.valueOf(node.written()), "a list of one or more values"));
            return read;
        }
        boolean usable = true;
        for (int i = 0; i < sequence.elements().size(); i++) {
            Node element = sequence.elements().get(i);
            JsonNode value = values.read(path + "[" + i + "]", element);
            if (value != null && value.toString().length() > MAX_VALUE_LENGTH) {
                // Each value is copied to as many trials as there are, so its size is limited.
                violations.add(new Violation(
                        path + "[" + i + "]",
                        element.written(),
                        "values of at most " + MAX_VALUE_LENGTH + " characters"));
                value = null;
            }
            usable &= value != null;
            read.add(value);
        }
        return usable ? read : List.of();
    }
}
