package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.Reference;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.violation.Suggestion;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads published values. */
final class ReferenceReader {
    private final Violations violations;
    private final GridValues values;

    /** @param violations receives the errors */
    ReferenceReader(Violations violations) {
        this.violations = violations;
        this.values = new GridValues(violations);
    }

    Reference read(DocumentFields fields) {
        String source = fields.text(ExperimentKeys.SOURCE, null);
        int maxSize = ExperimentKeys.RESULTS.maxSize();
        List<Reference.Result> results =
                fields.elements(ExperimentKeys.RESULTS, List.of(), element -> result(fields.at(element)));
        if (results.size() > maxSize) {
            violations.add(new Violation(
                    ExperimentKeys.RESULTS.path(), results.size() + " results", "at most " + maxSize + " results"));
        }
        fields.rejectUnknownKeys();
        return new Reference(source, results);
    }

    private Reference.Result result(DocumentFields fields) {
        String where = ExperimentKeys.WHERE.name();
        Reference.Result result = new Reference.Result(
                where(fields.pathOf(where), fields.value(where)),
                fields.optionalDecimal(ExperimentKeys.LOSS),
                fields.optionalDecimal(ExperimentKeys.ACCURACY),
                fields.optionalDecimal(ExperimentKeys.SECONDS));
        fields.rejectUnknownKeys();
        return result;
    }

    private Map<String, JsonNode> where(String field, Node node) {
        Map<String, JsonNode> where = new LinkedHashMap<>();
        if (node == null) {
            return where;
        }
        if (!(node instanceof Node.Mapping mapping)) {
            violations.add(new Violation(
                    field,
                    String.valueOf(node.written()),
                    "an object: path of a key to the value that a trial has there"));
            return where;
        }
        List<String> paths = TrialKeys.all();
        mapping.members().forEach((path, member) -> {
            if (violations.isFull()) {
                return;
            }
            JsonNode value = values.read(field + "." + path, member.value());
            if (!paths.contains(path)) {
                String near = Suggestion.of(path, paths);
                violations.add(Violation.unknownKey(
                        field,
                        path,
                        member.value().written(),
                        "the path of a key of a trial, such as training.epochs or seed",
                        near == null ? TrialKeys.elsewhere(path, path) : near));
            } else if (value != null) {
                TrialKeys.check(field + "." + path, path, value, violations);
                where.put(path, value);
            }
        });
        return where;
    }
}
