package dev.lossline.specification.document;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds nodes from the YAML parser's events, without its type resolution, which would turn {@code 1e3} into a number
 * and {@code no} into a boolean. Aliases are not followed, so a document cannot expand.
 */
final class YamlComposer {
    private static final Node EMPTY = new Node.Scalar("", false, Location.START);

    private final Composer composer = new Composer();
    private final Parser parser;
    private Location last = Location.START;

    YamlComposer(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.parser = new ParserImpl(new StreamReader(text), options);
    }

    Document compose() {
        try {
            expect(Event.ID.StreamStart);
            if (parser.checkEvent(Event.ID.StreamEnd)) {
                return new Document(EMPTY, List.of());
            }
            expect(Event.ID.DocumentStart);
            Node root = node("", 0);
            expect(Event.ID.DocumentEnd);
            if (!parser.checkEvent(Event.ID.StreamEnd)) {
                throw new MalformedDocumentException(
                        locationOf(parser.peekEvent().getStartMark()),
                        "A second document starts here. Submit one document at a time.");
            }
            return new Document(root, composer.faults());
        } catch (MarkedYAMLException e) {
            throw YamlSyntax.explained(e);
        } catch (MalformedDocumentException e) {
            throw e;
        } catch (RuntimeException e) {
            // Any other exception of the parser is also caused by the text.
            throw new MalformedDocumentException(last, "This is not valid YAML.");
        }
    }

    private Node node(String path, int depth) {
        Event event = parser.getEvent();
        Location location = locationOf(event.getStartMark());
        last = location;
        composer.requireDepth(depth, location);
        refuseExtras(path, event, location);
        if (event instanceof AliasEvent) {
            return new Node.Scalar("", false, location);
        }
        if (event instanceof ScalarEvent scalar) {
            return new Node.Scalar(scalar.getValue(), !scalar.isPlain(), location);
        }
        return event.is(Event.ID.SequenceStart) ? sequence(path, depth, location) : mapping(path, depth, location);
    }

    private Node sequence(String path, int depth, Location location) {
        List<Node> elements = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            elements.add(node(path + "[" + elements.size() + "]", depth + 1));
        }
        parser.getEvent();
        return new Node.Sequence(elements, location);
    }

    private Node mapping(String path, int depth, Location location) {
        Composer.Members members = composer.new Members(path);
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Node key = node(path, depth + 1);
            if (!(key instanceof Node.Scalar scalar)) {
                composer.fault(path, key.location(), "A key must be a text, not a list or a mapping.");
                node(path, depth + 1);
                continue;
            }
            Node value = node(members.pathOf(scalar.text()), depth + 1);
            if (scalar.text().equals("<<") && !scalar.quoted()) {
                composer.fault(
                        members.pathOf("<<"),
                        key.location(),
                        "Merge keys ('<<') are not supported. Write the keys out.");
            } else if (scalar.text().isEmpty()) {
                composer.fault(path, key.location(), "There is no key before this ':'.");
            } else {
                members.add(scalar.text(), key.location(), value);
            }
        }
        parser.getEvent();
        return new Node.Mapping(members.all(), location);
    }

    private void refuseExtras(String path, Event event, Location location) {
        if (event instanceof AliasEvent alias) {
            composer.fault(
                    path,
                    location,
                    "The alias '*%s' is not supported. Write the value out.".formatted(alias.getAnchor()));
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            composer.fault(path, location, "The anchor '&%s' is not supported. Remove it.".formatted(node.getAnchor()));
        }
        String tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case org.yaml.snakeyaml.events.CollectionStartEvent collection -> collection.getTag();
                    default -> null;
                };
        if (tag != null) {
            composer.fault(path, location, "Tags are not supported. Remove '%s'.".formatted(written(tag)));
        }
    }

    private static String written(String tag) {
        return tag.startsWith("tag:yaml.org,2002:") ? "!!" + tag.substring("tag:yaml.org,2002:".length()) : tag;
    }

    private void expect(Event.ID id) {
        Event event = parser.getEvent();
        if (!event.is(id)) {
            throw new MalformedDocumentException(locationOf(event.getStartMark()), "This is not valid YAML.");
        }
    }

    static Location locationOf(Mark mark) {
        return mark == null ? Location.START : new Location(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
