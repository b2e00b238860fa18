package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
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
    /** Each result is matched against all trials. */
    private static final int MAX_RESULTS = 1_000;

    private final Violations violations;
    private final GridValues values;

    /** @param violations receives the errors */
    ReferenceReader(Violations violations) {
        this.violations = violations;
        this.values = new GridValues(violations);
    }

    Reference read(DocumentFields fields) {
        String source = fields.text("source", null, null);
        List<Reference.Result> results = fields.elements("results", List.of(), element -> result(fields.at(element)));
        if (results.size() > MAX_RESULTS) {
            violations.add(new Violation(
                    fields.pathOf("results"), results.size() + " results", "at most " + MAX_RESULTS + " results"));
        }
        fields.rejectUnknownKeys();
        return new Reference(source, results);
    }

    private Reference.Result result(DocumentFields fields) {
        Map<String, JsonNode> where = where(fields.pathOf("where"), fields.value("where"));
        Double loss = notNegative(fields, "loss");
        Double accuracy = fields.optionalDecimal("accuracy");
        check(
                accuracy == null || (accuracy >= 0 && accuracy <= 1),
                fields.pathOf("accuracy"),
                accuracy,
                "a fraction from 0 to 1, such as 0.98 for 98 %");
        Double seconds = notNegative(fields, "seconds");
        fields.rejectUnknownKeys();
        return new Reference.Result(where, loss, accuracy, seconds);
    }

    private Double notNegative(DocumentFields fields, String key) {
        Double value = fields.optionalDecimal(key);
        check(
                value == null || (Double.isFinite(value) && value >= 0),
                fields.pathOf(key),
                value,
                "a finite number, 0 or greater");
        return value;
    }

    private void check(boolean holds, String field, Double value, String allowed) {
        if (!holds) {
            violations.add(new Violation(field, String.valueOf(value), allowed));
        }
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
