package dev.lossline.specification.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a document. A scalar is the text as written: whether {@code 1.10} is a number or a name depends on the key
 * that it belongs to.
 */
public sealed interface Node {
    /** Where the value starts; null if it was not parsed from text. */
    Location location();

    /** The value as written, on one line and truncated after some 200 characters; null if there is none. */
    default String written() {
        return Writing.of(this);
    }

    /**
     * A scalar value.
     *
     * @param text the text without quotes
     * @param quoted whether it was quoted and is therefore always a string
     */
    record Scalar(String text, boolean quoted, Location location) implements Node {
        /** Whether it is empty, {@code ~} or {@code null}. */
        public boolean isNull() {
            return !quoted
                    && (text.isEmpty()
                            || text.equals("~")
                            || text.equals("null")
                            || text.equals("Null")
                            || text.equals("NULL"));
        }
    }

    /** A list. */
    record Sequence(List<Node> elements, Location location) implements Node {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /** Keys with their values, in the order written. */
    record Mapping(Map<String, Member> members, Location location) implements Node {
        public Mapping {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /**
     * The value of a key.
     *
     * @param location where the key is written; null if it was not parsed from text
     */
    record Member(Location location, Node value) {}

    /** Converts JSON; its strings are quoted scalars. */
    static Node of(JsonNode json) {
        if (json.isArray()) {
            List<Node> elements = new ArrayList<>();
            json.forEach(element -> elements.add(of(element)));
            return new Sequence(elements, null);
        }
        if (json.isObject()) {
            Map<String, Member> members = new LinkedHashMap<>();
            json.properties().forEach(e -> members.put(e.getKey(), new Member(null, of(e.getValue()))));
            return new Mapping(members, null);
        }
        return json.isMissingNode() ? new Scalar("", false, null) : new Scalar(json.asText(), json.isTextual(), null);
    }
}
