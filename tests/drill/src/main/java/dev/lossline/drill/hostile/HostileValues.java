package dev.lossline.drill.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Generates unexpected values. */
final class HostileValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\u0001\u001b[31m\u007f",
            "\uD800",
            "\uDFFF\uD800",
            "\u202Edrow\u200B",
            "ﷺ".repeat(300),
            "z̷͔̀".repeat(60),
            "😀".repeat(101),
            "'; drop table trial; --",
            "%00",
            "..%2f..%2fetc%2fpasswd",
            "../../../../etc/passwd",
            "${jndi:ldap://127.0.0.1:1/a}",
            "${user.home}",
            "#{7*7}",
            "<script>alert(1)</script>",
            "\r\nX-Injected: yes",
            "NaN",
            "-0",
            "1e309",
            "0x7fffffffffffffff",
            "9223372036854775808",
            "null",
            "[]",
            "{}",
            "true",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff.99999999999999999999",
            "!!javax.script.ScriptEngineManager [a]",
            "x".repeat(5_000));

    private final Random random;

    HostileValues(Random random) {
        this.random = random;
    }

    String text() {
        return pick(TEXTS);
    }

    String integer() {
        return pick(List.of("0", "1", "-1", "2147483648", "-9223372036854775809", "1e3", "1.5", "٣", "+1", " 1", ""));
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A value of any JSON type. */
    JsonNode node() {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(new BigInteger("9".repeat(1 + random.nextInt(400))));
            case 3 -> NODES.numberNode(new BigDecimal("1e" + random.nextInt(-5_000, 5_000)));
            case 4 -> NODES.numberNode(random.nextLong());
            case 5 -> NODES.numberNode(-random.nextInt(5));
            case 6 -> deep(2 + random.nextInt(60));
            case 7 -> list(random.nextInt(400));
            case 8 -> NODES.objectNode().put(text(), text());
            case 9 -> NODES.numberNode(random.nextDouble() * 1e-300);
            default -> NODES.textNode(text());
        };
    }

    /** A copy of the document with one to three values replaced, removed or added. */
    JsonNode broken(JsonNode sound) {
        JsonNode document = sound.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(document);
        }
        return document;
    }

    private void change(JsonNode document) {
        List<JsonNode> holders = new ArrayList<>();
        collect(document, holders);
        if (holders.isEmpty()) {
            return;
        }
        switch (pick(holders)) {
            case ObjectNode object -> change(object);
            case ArrayNode array -> array.insert(random.nextInt(array.size() + 1), node());
            default -> throw new IllegalStateException("only objects and arrays are collected");
        }
    }

    private void change(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(4) == 0) {
            object.set(text(), node());
        } else if (random.nextInt(4) == 0) {
            object.remove(pick(names));
        } else {
            object.set(pick(names), node());
        }
    }

    /** The text with a part duplicated, removed or replaced. */
    String broken(String sound) {
        int at = random.nextInt(sound.length());
        int end = Math.min(sound.length(), at + random.nextInt(40));
        String part = sound.substring(at, end);
        return switch (random.nextInt(5)) {
            case 0 -> sound.substring(0, at);
            case 1 -> sound.substring(0, end) + part + sound.substring(end);
            case 2 -> sound.substring(0, at) + sound.substring(end);
            case 3 -> sound.substring(0, at) + text() + sound.substring(end);
            default ->
                sound.lines()
                        .map(line -> random.nextInt(5) == 0 ? line + "\n" + line : line)
                        .collect(Collectors.joining("\n"));
        };
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private static JsonNode deep(int levels) {
        JsonNode node = NODES.numberNode(1);
        for (int i = 0; i < levels; i++) {
            node = i % 2 == 0 ? NODES.arrayNode().add(node) : NODES.objectNode().set("a", node);
        }
        return node;
    }

    private JsonNode list(int length) {
        ArrayNode list = NODES.arrayNode();
        for (int i = 0; i < length; i++) {
            list.add(random.nextInt(3) == 0 ? NODES.textNode("x") : NODES.numberNode(i));
        }
        return list;
    }
}
