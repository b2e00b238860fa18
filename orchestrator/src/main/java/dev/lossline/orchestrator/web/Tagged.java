package dev.lossline.orchestrator.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.specification.Json;
import dev.lossline.specification.Sha256;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Creates responses with an ETag. A client that already has the current version gets 304. */
public final class Tagged {
    private static final int TAG_BYTES = 16;

    /** A client may cache the response but must revalidate it. */
    private static final String REVALIDATE = "no-cache";

    private Tagged() {}

    /** A JSON response whose tag is the hash of its text. */
    public static Response json(Request request, Object value) {
        byte[] body = bytes(value);
        return answer(
                request,
                tag(body),
                () -> Response.ok(new String(body, StandardCharsets.UTF_8), MediaType.APPLICATION_JSON_TYPE));
    }

    /** A response that is the same as long as its tag is; it is created only if the client does not have it. */
    public static Response answer(Request request, EntityTag tag, Supplier<Response.ResponseBuilder> answer) {
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? answer.get() : unchanged)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                .build();
    }

    static EntityTag tag(byte[] content) {
        return new EntityTag(hash(content));
    }

    /** A weak tag for a response, derived from the versions of its parts. */
    public static EntityTag weakTag(String parts) {
        return new EntityTag(hash(parts.getBytes(StandardCharsets.UTF_8)), true);
    }

    public static String hash(byte[] content) {
        return HexFormat.of().formatHex(Sha256.digest().digest(content), 0, TAG_BYTES);
    }

    private static byte[] bytes(Object value) {
        try {
            return Json.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot serialize a response", e);
        }
    }
}
