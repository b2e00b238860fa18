package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lossline.contract.InvalidSpecificationException;
import dev.lossline.contract.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the body of a submission: YAML or JSON, one document, no key twice, no larger than allowed. */
@ApplicationScoped
class DocumentReader {
    private static final int DEEPEST = 20;

    /** What SnakeYAML and Jackson say of their own classes is nothing to who wrote the document. */
    private static final Pattern INSIDES = Pattern.compile("<?\\b(org\\.yaml|com\\.fasterxml|java)\\.[a-z].*");

    private final long most;
    private final ObjectMapper yaml;
    private final ObjectMapper json = strict(JsonMapper.builder());

    DocumentReader(OrchestratorConfig config) {
        this.most = config.maxDocumentSize().asLongValue();
        LoaderOptions limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        limits.setNestingDepthLimit(DEEPEST);
        limits.setCodePointLimit(Math.toIntExact(most));
        // Jackson keeps no aliases, so that a "billion laughs" document cannot grow.
        this.yaml = strict(
                YAMLMapper.builder(YAMLFactory.builder().loaderOptions(limits).build()));
    }

    /**
     * The document as a tree.
     *
     * @throws ProblemException 400 where it is malformed, saying where; 413 where it is too large
     * @throws InvalidSpecificationException where a number is none that can be meant
     */
    JsonNode read(InputStream body, MediaType type) {
        boolean isJson = type != null && type.getSubtype().endsWith("json");
        try {
            byte[] bytes = body.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw ProblemException.tooLarge(most);
            }
            return isJson ? parse(json, bytes, "JSON") : parse(yaml, bytes, "YAML");
        } catch (IOException e) {
            throw ProblemException.malformed("The body ended early.");
        }
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] bytes, String format) throws IOException {
        try (JsonParser parser = mapper.createParser(bytes)) {
            try {
                JsonNode document = mapper.readTree(parser);
                if (document == null || document.isNull()) {
                    throw ProblemException.malformed(
                            "The document is empty; it starts with a line such as 'name: first'.");
                }
                if (parser.nextToken() != null) {
                    throw ProblemException.malformed("There is more than one document; one is submitted at a time.");
                }
                requireText("", document);
                return document;
            } catch (InvalidSpecificationException | ProblemException e) {
                throw e;
            } catch (JsonProcessingException e) {
                refuseNumber(parser, e);
                throw ProblemException.malformed(reason(e, format));
            } catch (RuntimeException e) {
                // SnakeYAML's own, which Jackson does not wrap.
                throw ProblemException.malformed("No valid " + format + ".");
            }
        }
    }

    /** PostgreSQL has no NUL and no half characters, and terminals obey control characters. */
    private static void requireText(String path, JsonNode node) {
        if (node.isTextual() && !isText(node.textValue())) {
            throw new InvalidSpecificationException(
                    new Violation(path, node.textValue(), "text without control characters"));
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                requireText(path + "[" + i + "]", node.get(i));
            }
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (!isText(entry.getKey())) {
                throw new InvalidSpecificationException(
                        new Violation(path, entry.getKey(), "keys without control characters"));
            }
            requireText(key, entry.getValue());
        }
    }

    private static boolean isText(String text) {
        return text.codePoints()
                .allMatch(c -> c == '\n'
                        || c == '\t'
                        || c == '\r'
                        || (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE));
    }

    /** YAML's {@code .nan} and {@code .inf} are well-formed; what is wrong is the field. */
    private static void refuseNumber(JsonParser parser, JsonProcessingException e) throws IOException {
        if (String.valueOf(e.getOriginalMessage()).startsWith("Malformed numeric value")) {
            String path = parser.getParsingContext().pathAsPointer().toString();
            throw new InvalidSpecificationException(
                    new Violation(path.substring(1).replace('/', '.'), parser.getText(), "a finite number"));
        }
    }

    private static String reason(JsonProcessingException e, String format) {
        JsonLocation location = e.getLocation();
        String where =
                location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        String message = String.valueOf(e.getOriginalMessage());
        return "No valid " + format + where + ": "
                + INSIDES.matcher(message.lines().findFirst().orElse("")).replaceAll("…");
    }

    private static ObjectMapper strict(MapperBuilder<?, ?> builder) {
        return builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    }
}
