package dev.lossline.orchestrator.access;

import dev.lossline.contract.api.Problem;
import dev.lossline.orchestrator.OrchestratorConfig;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Requires the API token, if one is configured, for every call that writes. */
class ApiToken {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Optional<byte[]> expected;

    ApiToken(OrchestratorConfig config) {
        this.expected = config.apiToken().map(token -> ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    @ServerRequestFilter
    public Optional<Response> filter(ContainerRequestContext request) {
        if (expected.isEmpty() || READING.contains(request.getMethod())) {
            return Optional.empty();
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        byte[] given = header == null ? new byte[0] : header.getBytes(StandardCharsets.UTF_8);
        if (MessageDigest.isEqual(given, expected.get())) {
            return Optional.empty();
        }
        return Optional.of(Response.status(401)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem(
                        Problem.type("unauthorized"),
                        "Missing or invalid API token",
                        401,
                        "Send the token of LOSSLINE_API_TOKEN as 'Authorization: Bearer <token>'.",
                        null))
                .build());
    }
}
