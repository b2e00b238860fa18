package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the body of a submission: YAML or JSON, one document, no key twice, no larger than allowed. */
@ApplicationScoped
class DocumentReader {
    private static final int DEEPEST = 20;

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
     */
    JsonNode read(InputStream body, MediaType type) {
        boolean isJson = type != null && type.getSubtype().endsWith("json");
        try {
            byte[] bytes = body.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw ProblemException.tooLarge(most);
            }
            JsonNode document = (isJson ? json : yaml).readTree(bytes);
            if (document == null || document.isMissingNode() || document.isNull()) {
                throw ProblemException.malformed("The document is empty; it starts with a line such as 'name: first'.");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw ProblemException.malformed(reason(e, isJson ? "JSON" : "YAML"));
        } catch (IOException e) {
            throw ProblemException.malformed("The body ended early.");
        }
    }

    private static String reason(JsonProcessingException e, String format) {
        JsonLocation location = e.getLocation();
        String where =
                location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        String message = String.valueOf(e.getOriginalMessage());
        return "No valid " + format + where + ": " + message.lines().findFirst().orElse("");
    }

    private static ObjectMapper strict(com.fasterxml.jackson.databind.cfg.MapperBuilder<?, ?> builder) {
        return builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
