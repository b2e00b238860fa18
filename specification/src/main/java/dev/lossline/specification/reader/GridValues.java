package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lossline.specification.Json;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;

/** Reads values that are kept as JSON because their type depends on a key: those of grids and conditions. */
final class GridValues {
    private final Violations violations;

    GridValues(Violations violations) {
        this.violations = violations;
    }

    /** Reads a value; returns null and adds a violation if no key can have such a value. */
    JsonNode read(String field, Node node) {
        return switch (node) {
            case Node.Scalar scalar -> read(field, scalar);
            case Node.Sequence sequence -> {
                ArrayNode array = Json.MAPPER.createArrayNode();
                boolean whole = true;
                for (int i = 0; i < sequence.elements().size(); i++) {
                    JsonNode element =
                            read(field + "[" + i + "]", sequence.elements().get(i));
                    whole &= element != null;
                    array.add(element);
                }
                yield whole ? array : null;
            }
            case Node.Mapping mapping -> {
                ObjectNode object = Json.MAPPER.createObjectNode();
                boolean whole = true;
                for (var entry : mapping.members().entrySet()) {
                    JsonNode value =
                            read(field + "." + entry.getKey(), entry.getValue().value());
                    whole &= value != null;
                    object.set(entry.getKey(), value);
                }
                yield whole ? object : null;
            }
        };
    }

    private JsonNode read(String field, Node.Scalar scalar) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return NullNode.instance;
        }
        if (scalar.quoted()) {
            return TextNode.valueOf(text);
        }
        if (DocumentFields.BOOLEANS.containsKey(text)) {
            return BooleanNode.valueOf(DocumentFields.BOOLEANS.get(text));
        }
        if (Numbers.isInteger(text) && Numbers.fitsLong(text)) {
            long value = Numbers.saturated(text);
            return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
        }
        if (Numbers.isDecimal(text)) {
            return decimal(field, scalar);
        }
        String allowed = Numbers.refusal(text, "a number");
        return allowed == null ? TextNode.valueOf(text) : refused(field, scalar, allowed);
    }

    private JsonNode decimal(String field, Node.Scalar scalar) {
        double value = Double.parseDouble(scalar.text());
        if (Numbers.isInteger(scalar.text())) {
            return refused(field, scalar, "a whole number that 64 bits can hold");
        }
        if (Double.isInfinite(value)) {
            return refused(field, scalar, SubmissionRules.NOT_INFINITE);
        }
        return Numbers.vanishes(scalar.text(), value)
                ? refused(field, scalar, SubmissionRules.NOT_ZERO)
                : DoubleNode.valueOf(value);
    }

    private JsonNode refused(String field, Node.Scalar scalar, String allowed) {
        violations.add(new Violation(field, scalar.written(), allowed));
        return null;
    }
}
