package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/**
 * Writes a specification as YAML that reads back as the same specification; it is used wherever a specification is
 * shown for resubmission. Strings that any version of YAML could interpret as a number, a boolean or syntax are quoted.
 */
public final class SpecificationYaml {
    private static final Pattern UNQUOTED = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    private static final Pattern RESERVED_WORD =
            Pattern.compile("true|false|null|yes|no|on|off|y|n|nan|inf|infinity", Pattern.CASE_INSENSITIVE);

    /** A list or object whose JSON is longer is written on several lines. */
    private static final int MAX_LINE_LENGTH = 100;

    private static final ImplicitTuple NO_TAG = new ImplicitTuple(true, true);

    private final Emitter emitter;

    private SpecificationYaml(Emitter emitter) {
        this.emitter = emitter;
    }

    /** The document, terminated by a line feed. */
    public static String of(ExperimentSpecification specification) {
        ObjectNode document = Json.MAPPER.valueToTree(specification);
        if (specification.search().grid().isEmpty()) {
            document.remove("search");
        }
        DumperOptions options = new DumperOptions();
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        StringWriter text = new StringWriter();
        try {
            new SpecificationYaml(new Emitter(text, options)).document(document, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void document(ObjectNode document, DumperOptions options) throws IOException {
        emit(new StreamStartEvent(null, null));
        emit(new DocumentStartEvent(null, null, false, options.getVersion(), Map.of()));
        mapping(document, FlowStyle.BLOCK);
        emit(new DocumentEndEvent(null, null, false));
        emit(new StreamEndEvent(null, null));
    }

    private void value(JsonNode value) throws IOException {
        if (value.isObject()) {
            mapping(value, styleOf(value));
        } else if (value.isArray()) {
            sequence(value, hasObjects(value) ? styleOf(value) : FlowStyle.FLOW);
        } else if (value.isTextual()) {
            text(value.textValue());
        } else {
            plain(value.isFloatingPointNumber() ? Double.toString(value.doubleValue()) : value.asText());
        }
    }

    private void mapping(JsonNode object, FlowStyle style) throws IOException {
        emit(new MappingStartEvent(null, null, true, null, null, style));
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            text(entry.getKey());
            value(entry.getValue());
        }
        emit(new MappingEndEvent(null, null));
    }

    private void sequence(JsonNode array, FlowStyle style) throws IOException {
        emit(new SequenceStartEvent(null, null, true, null, null, style));
        for (JsonNode element : array) {
            value(element);
        }
        emit(new SequenceEndEvent(null, null));
    }

    private void text(String text) throws IOException {
        boolean plain =
                UNQUOTED.matcher(text).matches() && !RESERVED_WORD.matcher(text).matches();
        scalar(text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    /** Writes a number, a boolean or null. */
    private void plain(String value) throws IOException {
        scalar(value, ScalarStyle.PLAIN);
    }

    private void scalar(String value, ScalarStyle style) throws IOException {
        emit(new ScalarEvent(null, null, NO_TAG, value, null, null, style));
    }

    private void emit(Event event) throws IOException {
        emitter.emit(event);
    }

    private static FlowStyle styleOf(JsonNode value) {
        return value.toString().length() <= MAX_LINE_LENGTH ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private static boolean hasObjects(JsonNode array) {
        for (JsonNode element : array) {
            if (element.isObject()) {
                return true;
            }
        }
        return false;
    }
}
