package dev.lossline.specification.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.Json;
import dev.lossline.specification.key.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of an experiment document, for editors. A document that the server accepts is valid; of the rules
 * that the server checks, it contains those that concern a single key. It is a draft-07 schema, the draft that the YAML
 * language server and the editor of VS Code know best.
 */
public final class ExperimentSchema {
    private final ObjectNode definitions = Json.MAPPER.createObjectNode();

    private ExperimentSchema() {}

    /** The schema as indented JSON text that ends with a line break. */
    public static String text() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(lines);
        try {
            return Json.MAPPER.writer(printer).writeValueAsString(new ExperimentSchema().document()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema is JSON", e);
        }
    }

    private ObjectNode document() {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("$id", "urn:lossline:experiment")
                .put("title", "Lossline experiment");
        schema.setAll(section(ExperimentKeys.EXPERIMENT));
        schema.put("type", "object").putArray("required").add(ExperimentKeys.NAME.name());
        ((ObjectNode) schema.at("/properties/" + ExperimentKeys.NAME.name()))
                .put("minLength", 1)
                .putArray("type")
                .add("string")
                .add("number")
                .add("boolean");
        schema.set("definitions", definitions);
        return schema;
    }

    private ObjectNode value(Key key) {
        return switch (key) {
            case Key.Text text -> ValueSchema.text(text);
            case Key.Flag flag -> ValueSchema.flag(flag);
            case Key.Whole whole -> ValueSchema.whole(whole);
            case Key.Decimal decimal -> ValueSchema.decimal(decimal);
            case Key.Constant<?> constant -> ValueSchema.constant(constant);
            case Key.Wholes wholes -> ValueSchema.wholes(wholes);
            case Key.Constants<?> constants -> ValueSchema.constants(constants);
            case Key.Section section -> defined(section.name(), section(section));
            case Key.Variants<?> variants -> defined(variants.name(), variants(variants));
            case Key.Sections sections -> listOr(sections, defined("result", section(sections.element())));
            case Key.Grids grids -> grids(grids);
            case Key.Condition condition -> condition(condition);
        };
    }

    /** Adds a definition and returns a reference to it. */
    private ObjectNode defined(String name, ObjectNode schema) {
        definitions.set(name, schema);
        return reference(name);
    }

    private static ObjectNode reference(String name) {
        return Json.MAPPER.createObjectNode().put("$ref", "#/definitions/" + name);
    }

    private ObjectNode section(Key.Section section) {
        return object(section, section.keys());
    }

    private ObjectNode object(Key key, List<Key> keys) {
        ObjectNode schema = ValueSchema.of(key, "object", "null");
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(inner -> properties.set(inner.name(), value(inner)));
        return schema.put("additionalProperties", false);
    }

    /** The type decides which other keys there are; without one, the default type does. */
    private <E extends Enum<E>> ObjectNode variants(Key.Variants<E> variants) {
        ObjectNode rest = null;
        for (E type : variants.type().type().getEnumConstants()) {
            List<Key> keys = new ArrayList<>(List.of(variants.type()));
            keys.addAll(variants.keys().get(type));
            ObjectNode variant = defined(variants.type().nameOf(type), object(variants, keys));
            rest = type == variants.type().otherwise() ? variant : rest;
        }
        for (E type : variants.type().type().getEnumConstants()) {
            rest = type == variants.type().otherwise() ? rest : choice(variants, type, rest);
        }
        ObjectNode schema = ValueSchema.of(variants, "object", "null");
        schema.setAll(rest);
        return schema;
    }

    private static <E extends Enum<E>> ObjectNode choice(Key.Variants<E> variants, E type, ObjectNode rest) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        ObjectNode condition = schema.putObject("if");
        String key = variants.type().name();
        condition
                .putObject("properties")
                .putObject(key)
                .put("const", variants.type().nameOf(type));
        condition.putArray("required").add(key);
        schema.set("then", reference(variants.type().nameOf(type)));
        schema.set("else", rest);
        return schema;
    }

    private static ObjectNode listOr(Key.Sections key, ObjectNode element) {
        ObjectNode schema = ValueSchema.of(key);
        ArrayNode either = schema.putArray("anyOf").add(element);
        either.addObject().put("type", "array").put("maxItems", key.maxSize()).set("items", element.deepCopy());
        return schema;
    }

    private ObjectNode grids(Key.Grids grids) {
        ObjectNode schema = ValueSchema.of(grids);
        ObjectNode grid = defined("grid", grid(grids));
        ArrayNode either = schema.putArray("anyOf").add(grid);
        either.addObject().put("type", "array").set("items", grid.deepCopy());
        either.addObject().put("type", "null");
        return schema;
    }

    /**
     * A value that is an object is checked unless the same grid also varies one of its keys, which replaces a part of
     * the object before it is read.
     */
    private ObjectNode grid(Key.Grids grids) {
        Map<String, Key> keys = collected(grids.keys());
        ObjectNode schema = ValueSchema.of(grids, "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode checked = schema.putArray("allOf");
        keys.forEach((path, key) -> {
            ObjectNode values = properties.putObject(path).put("description", key.description());
            values.put("type", "array").put("minItems", 1);
            if (key.parts().isEmpty()) {
                values.set("items", value(key).without("default"));
            } else {
                checked.add(unlessReplaced(path, value(key)));
            }
        });
        return schema;
    }

    private static ObjectNode unlessReplaced(String path, ObjectNode value) {
        ObjectNode rule = Json.MAPPER.createObjectNode();
        rule.putObject("if")
                .putObject("propertyNames")
                .putObject("not")
                .put("pattern", "^" + path.replace(".", "\\.") + "\\.");
        rule.putObject("then").putObject("properties").putObject(path).set("items", value);
        return rule;
    }

    private static ObjectNode condition(Key.Condition condition) {
        ObjectNode schema = ValueSchema.of(condition, "object", "null");
        ObjectNode properties = schema.putObject("properties");
        collected(condition.keys()).forEach((path, key) -> properties.set(path, condition(key)));
        return schema.put("additionalProperties", false);
    }

    /** The value of a key in a condition: an object can name some of its keys. */
    private static ObjectNode condition(Key key) {
        if (key instanceof Key.Setting setting) {
            return ValueSchema.condition(setting);
        }
        ObjectNode schema = ValueSchema.of(key, "object", "null");
        ObjectNode properties = schema.putObject("properties");
        key.parts().forEach(part -> properties.set(part.name(), condition(part)));
        return schema.put("additionalProperties", false);
    }

    /** The keys and all keys within them by path. */
    private static Map<String, Key> collected(List<Key> keys) {
        Map<String, Key> all = new LinkedHashMap<>();
        keys.forEach(key -> {
            all.put(key.path(), key);
            all.putAll(collected(key.parts()));
        });
        return all;
    }
}
