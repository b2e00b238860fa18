package dev.lossline.specification.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.Json;
import dev.lossline.specification.key.Interval;
import dev.lossline.specification.key.Key;
import java.util.List;

/** Builds the schemas of values that are not objects. Null means the default. */
final class ValueSchema {
    private ValueSchema() {}

    /** Any number or boolean is a text, too: an editor does not know that {@code 1.10} is read as written. */
    static ObjectNode text(Key.Text key) {
        ObjectNode schema = of(key, "string", "number", "boolean", "null");
        return key.maxLength() == Integer.MAX_VALUE ? schema : schema.put("maxLength", key.maxLength());
    }

    static ObjectNode flag(Key.Flag key) {
        return of(key, "boolean", "null").put("default", key.otherwise());
    }

    static ObjectNode whole(Key.Whole key) {
        ObjectNode schema = of(key, "integer", "null");
        range(schema, key);
        return key.otherwise() == null ? schema : schema.put("default", key.otherwise());
    }

    static ObjectNode decimal(Key.Decimal key) {
        ObjectNode schema = of(key, "number", "null");
        Interval range = key.range();
        schema.set(range.hasMin() ? "minimum" : "exclusiveMinimum", number(range.min()));
        if (Double.isFinite(range.max())) {
            schema.set(range.hasMax() ? "maximum" : "exclusiveMaximum", number(range.max()));
        }
        return key.otherwise() == null ? schema : schema.set("default", number(key.otherwise()));
    }

    static <E extends Enum<E>> ObjectNode constant(Key.Constant<E> key) {
        ObjectNode schema = of(key);
        schema.set("enum", names(key).addNull());
        return schema.put("default", key.nameOf(key.otherwise()));
    }

    static ObjectNode wholes(Key.Wholes key) {
        ObjectNode schema = of(key, "array", "integer", "null");
        ObjectNode items = schema.putObject("items").put("type", "integer");
        range(items, key.element());
        if (key.isSet()) {
            schema.put("minItems", 1).put("uniqueItems", true);
        }
        if (key.maxSize() != Integer.MAX_VALUE) {
            schema.put("maxItems", key.maxSize());
        }
        range(schema, key.element());
        ArrayNode otherwise = schema.putArray("default");
        key.otherwise().forEach(otherwise::add);
        return schema;
    }

    static <E extends Enum<E>> ObjectNode constants(Key.Constants<E> key) {
        ObjectNode schema = of(key);
        ArrayNode either = schema.putArray("anyOf");
        either.addObject().set("enum", names(key.element()).addNull());
        ObjectNode list = either.addObject().put("type", "array");
        list.putObject("items").set("enum", names(key.element()));
        list.put("minItems", 1).put("uniqueItems", true);
        return schema.put("default", key.element().nameOf(key.element().otherwise()));
    }

    /** The schema of a condition's value, which has no range: it only has to be of the type of its key. */
    static ObjectNode condition(Key.Setting key) {
        return switch (key) {
            case Key.Decimal decimal -> of(key, "number", "null");
            case Key.Whole whole -> of(key, "integer", "null");
            case Key.Flag flag -> of(key, "boolean", "null");
            case Key.Constant<?> constant -> of(key).set("enum", names(constant).addNull());
            case Key.Wholes wholes -> {
                ObjectNode schema = of(key, "array", "null");
                schema.putObject("items").put("type", "integer");
                yield schema;
            }
        };
    }

    /** A schema with the description of a key. */
    static ObjectNode of(Key key, String... types) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("description", key.description());
        if (types.length > 0) {
            ArrayNode all = schema.putArray("type");
            List.of(types).forEach(all::add);
        }
        return schema;
    }

    private static ArrayNode names(Key.Constant<?> key) {
        ArrayNode names = Json.MAPPER.createArrayNode();
        key.names().forEach(names::add);
        return names;
    }

    private static void range(ObjectNode schema, Key.Whole key) {
        schema.put("minimum", key.min()).put("maximum", key.max());
    }

    private static JsonNode number(double value) {
        return value == (long) value ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
    }
}
