package dev.lossline.specification.violation;

import dev.lossline.specification.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rejects text that cannot be stored, displayed or written to a document: PostgreSQL does not support NUL and unpaired
 * surrogates, terminals interpret control characters, and YAML excludes U+FFFE and U+FFFF.
 */
public final class TextCheck {
    private static final int REPLACEMENT = 0xFFFD;

    private final Violations violations;

    /** @param violations receives the errors */
    public TextCheck(Violations violations) {
        this.violations = violations;
    }

    /** The document with a replacement for each rejected text, which prevents repeated errors. */
    public Node checked(Node document) {
        return checked("", document);
    }

    private Node checked(String path, Node node) {
        return switch (node) {
            case Node.Scalar scalar -> checked(path, scalar);
            case Node.Sequence sequence -> {
                List<Node> elements = new ArrayList<>();
                for (Node element : sequence.elements()) {
                    elements.add(checked(path + "[" + elements.size() + "]", element));
                }
                yield new Node.Sequence(elements, sequence.location());
            }
            case Node.Mapping mapping -> {
                Map<String, Node.Member> members = new LinkedHashMap<>();
                mapping.members().forEach((key, member) -> {
                    String inner = path.isEmpty() ? key : path + "." + key;
                    if (isText(key)) {
                        members.put(key, new Node.Member(member.location(), checked(inner, member.value())));
                    } else {
                        violations.add(new Violation(usable(inner), usable(key), "a key without control characters")
                                .at(member.location()));
                    }
                });
                yield new Node.Mapping(members, mapping.location());
            }
        };
    }

    private Node checked(String path, Node.Scalar scalar) {
        if (isText(scalar.text())) {
            return scalar;
        }
        violations.add(new Violation(
                        path.isEmpty() ? "document" : path, usable(scalar.text()), "a text without control characters")
                .at(scalar.location()));
        return new Node.Scalar(usable(scalar.text()), scalar.quoted(), scalar.location());
    }

    private static boolean isText(String text) {
        return text.codePoints().allMatch(TextCheck::isUsable);
    }

    private static boolean isUsable(int c) {
        boolean isSpace = c == '\n' || c == '\t' || c == '\r';
        boolean isCharacter = Character.getType(c) != Character.SURROGATE && c != 0xFFFE && c != 0xFFFF;
        return isSpace || (!Character.isISOControl(c) && isCharacter);
    }

    private static String usable(String text) {
        return text.codePoints()
                .map(c -> isUsable(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
