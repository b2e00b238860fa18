package dev.lossline.contract;

import dev.lossline.contract.document.Location;
import dev.lossline.contract.document.Node;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a document what a field such as {@code search.grid.training.epochs[1]} names. */
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

    /** The violation with the place of its field, or of the nearest part of the document that holds it. */
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

    /** Keys of a grid hold dots themselves: the longest that fits counts. */
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
