package dev.lossline.drill.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.lossline.drill.hostile.HostileRequest.Framing;
import dev.lossline.drill.hostile.OpenApi.Operation;
import dev.lossline.drill.hostile.OpenApi.Parameter;
import dev.lossline.specification.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates requests from an API's OpenAPI document: some valid, most of them mutated. */
public final class RequestGenerator {
    private static final List<String> METHODS =
            List.of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "post", "GET", "POST");
    private static final List<String> MEDIA_TYPES = List.of(
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "application/yaml; charset=nonsense",
            "application/octet-stream",
            "a/b/c",
            "nonsense",
            "");

    private final List<Operation> operations;
    private final Known known;
    private final Random random;
    private final HostileValues hostility;

    /**
     * Existing data of the API.
     *
     * @param experiment the id of an existing experiment
     * @param document a valid specification
     * @param yaml a valid specification in YAML
     */
    public record Known(String experiment, JsonNode document, String yaml) {}

    public RequestGenerator(OpenApi api, Known known, Random random) {
        this.operations = api.operations();
        this.known = known;
        this.random = random;
        this.hostility = new HostileValues(random);
    }

    HostileRequest next() {
        Operation operation = hostility.pick(operations);
        List<String> headers = new ArrayList<>();
        StringBuilder query = new StringBuilder();
        String path = operation.path();
        for (Parameter parameter : operation.parameters()) {
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", encoded(id(path)));
                case "query" -> append(query, parameter);
                default -> addHeader(headers, parameter);
            }
        }
        boolean hasBody = !operation.mediaTypes().isEmpty() || random.nextInt(20) == 0;
        boolean yaml = random.nextBoolean();
        boolean broken = random.nextInt(5) > 0;
        if (hasBody) {
            headers.add("Content-Type: " + mediaType(yaml));
        }
        if (hasBody && !broken) {
            // A valid one would be trained.
            query = new StringBuilder("?preview=true");
        }
        if (random.nextInt(12) == 0) {
            headers.add(
                    "Accept: " + hostility.pick(List.of("text/html", "application/xml", "*/*;q=x", "", "image/png")));
        }
        return new HostileRequest(
                random.nextInt(15) == 0 ? hostility.pick(METHODS) : operation.method(),
                path + query,
                headers,
                hasBody ? body(yaml, broken) : new byte[0],
                hasBody ? random.nextInt(4) == 0 ? Framing.CHUNKED : Framing.LENGTH : Framing.NONE,
                true);
    }

    private String id(String path) {
        String sound = path.contains("/trials/{") ? known.experiment() + ".1" : known.experiment();
        return random.nextInt(3) > 0 ? sound : hostility.text();
    }

    private void append(StringBuilder query, Parameter parameter) {
        if (random.nextInt(3) == 0) {
            return;
        }
        for (int i = random.nextInt(8) == 0 ? 2 : 1; i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(parameter.name())
                    .append('=')
                    .append(encoded(value(parameter)));
        }
    }

    private String value(Parameter parameter) {
        if (random.nextInt(3) == 0) {
            return hostility.text();
        }
        return switch (parameter.type()) {
            case "integer", "number" -> hostility.integer();
            case "boolean" -> hostility.pick(List.of("true", "false", "maybe", "TRUE", "1", ""));
            default -> hostility.text();
        };
    }

    /** Removes control characters, which would end the header; {@link HttpAttacks} covers those. */
    private void addHeader(List<String> headers, Parameter parameter) {
        if (random.nextInt(3) == 0) {
            headers.add(parameter.name() + ": " + value(parameter).replaceAll("\\p{Cntrl}", ""));
        }
    }

    private String mediaType(boolean yaml) {
        return random.nextInt(8) == 0 ? hostility.pick(MEDIA_TYPES) : yaml ? "application/yaml" : "application/json";
    }

    private byte[] body(boolean yaml, boolean broken) {
        if (!broken) {
            return utf8(yaml ? known.yaml() : known.document().toString());
        }
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(4_000)];
            random.nextBytes(noise);
            return noise;
        }
        // JSON is YAML, too.
        String text = random.nextBoolean() && yaml ? known.yaml() : json(hostility.broken(known.document()));
        return utf8(random.nextInt(3) == 0 ? hostility.broken(text) : text);
    }

    /** Escapes non-ASCII characters, so that unpaired surrogates arrive unchanged. */
    private String json(JsonNode node) {
        ObjectWriter writer = Json.MAPPER.writer();
        try {
            return (random.nextBoolean() ? writer : writer.with(JsonWriteFeature.ESCAPE_NON_ASCII))
                    .writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
