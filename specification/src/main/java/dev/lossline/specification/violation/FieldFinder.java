package dev.lossline.specification.violation;

import dev.lossline.specification.document.Location;
import dev.lossline.specification.document.Node;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the node that a field such as {@code search.grid.training.epochs[1]} refers to. */
final class FieldFinder {
    private static final Pattern INDEX = Pattern.compile("^\\[([0-9]{1,9})\\][.]?");

    private Node node;
    private Location key;
    private String rest;

    private FieldFinder(Node root, String field) {
        this.node = root;
        this.key = root.location();
        this.rest = field;
    }

    /** Adds the location of the field, or of the closest enclosing part of the document, to the violation. */
    static Violation locate(Violation violation, Node root) {
        if (violation.line() != null) {
            return violation;
        }
        FieldFinder finder = new FieldFinder(root, violation.field());
        while (!finder.rest.isEmpty() && finder.descend()) {}
        if (!finder.rest.isEmpty()) {
            return violation.at(finder.node.location());
        }
        boolean isValue = finder.node instanceof Node.Scalar && violation.value() != null;
        Violation written = isValue || violation.isUnknownKey() ? violation.written(finder.node.written()) : violation;
        return written.at(violation.isUnknownKey() ? finder.key : finder.node.location());
    }

    private boolean descend() {
        return switch (node) {
            case Node.Scalar scalar -> false;
            case Node.Sequence sequence -> enter(sequence);
            case Node.Mapping mapping -> enter(mapping);
        };
    }

    private boolean enter(Node.Sequence sequence) {
        Matcher index = INDEX.matcher(rest);
        boolean isNamed = index.find();
        int place = isNamed ? Integer.parseInt(index.group(1)) : 0;
        if (place >= sequence.elements().size()) {
            return false;
        }
        node = sequence.elements().get(place);
        key = node.location();
        rest = isNamed ? rest.substring(index.end()) : rest;
        return true;
    }

    /** Keys of a grid contain dots: the longest matching key is used. */
    private boolean enter(Node.Mapping mapping) {
        Optional<Map.Entry<String, Node.Member>> member = mapping.members().entrySet().stream()
                .filter(entry -> begins(entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()));
        member.ifPresent(entry -> {
            node = entry.getValue().value();
            key = entry.getValue().location();
            String after = rest.substring(entry.getKey().length());
            rest = after.startsWith(".") ? after.substring(1) : after;
        });
        return member.isPresent();
    }

    private boolean begins(String name) {
        return !name.isEmpty()
                && rest.startsWith(name)
                && (rest.length() == name.length() || ".[".indexOf(rest.charAt(name.length())) >= 0);
    }
}
