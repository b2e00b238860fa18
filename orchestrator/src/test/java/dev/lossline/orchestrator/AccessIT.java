package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.api.Problem;
import dev.lossline.specification.Json;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access rules at every address. AccessRulesTest tests the rules for each header. */
@QuarkusTest
@TestProfile(AccessIT.Settings.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class AccessIT {
    private static final String FOREIGN_ORIGIN = "http://evil.example";
    private static final String ALLOWED_ORIGIN = "https://pages.example.org";
    private static final List<String> STATIC = List.of(
            "/",
            "/submit",
            "/experiments/x",
            "/trials/x",
            "/web/main.js",
            "/web/examples/quickstart.yaml",
            "/webjars/nothing",
            "/q/openapi",
            "/q/swagger-ui",
            "/q/swagger-ui/index.html",
            "/q/nothing",
            "/nothing",
            "/favicon.ico");

    @TestHTTPResource("/")
    URI server;

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lossline.allowed-hosts",
                    "orchestrator, lossline.example.org,",
                    "lossline.allowed-origins",
                    ALLOWED_ORIGIN);
        }
    }

    /** A response, with its head in lower case. */
    private record Answer(int status, String head, String body) {}

    @Test
    void noAddressIsServedToAForeignHostOrOrigin() throws IOException {
        List<String> calls = calls();
        assertThat(calls).hasSizeGreaterThan(STATIC.size() + 15);
        for (String call : calls) {
            assertRefused(421, call, "Host: evil.example:" + server.getPort());
            assertRefused(403, call, here(), "Origin: " + FOREIGN_ORIGIN);
            assertRefused(403, call, here(), "Origin: null");
            assertRefused(
                    403,
                    call,
                    here(),
                    "Sec-Fetch-Site: cross-site",
                    "Sec-Fetch-Mode: no-cors",
                    "Sec-Fetch-Dest: image");
            assertRefused(415, call, here(), "Content-Length: 3", "Content-Type: text/plain", "", "a=b");
            assertRefused(415, call, here(), "Content-Length: 3", "", "a=b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void probesAndScrapersUseAddresses(String path) throws IOException {
        assertThat(send("GET " + path, "Host: 10.244.0.7:8080").status()).isEqualTo(200);
        assertThat(send("GET " + path, here(), "Origin: " + FOREIGN_ORIGIN).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orchestrator:8080", "lossline.example.org", "localhost:1", "127.0.0.1", "[::1]:8080"})
    void hostsOfTheSettingAreServed(String host) throws IOException {
        assertThat(send("GET /api/experiments", "Host: " + host).status()).isEqualTo(200);
    }

    @Test
    void theTargetsHostCountsAndAForwardedOneDoesNot() throws IOException {
        assertThat(send("GET http://evil.example/api/experiments", here()).status())
                .isEqualTo(421);
        assertThat(send("GET /api/experiments", here(), "X-Forwarded-Host: evil.example")
                        .status())
                .isEqualTo(200);
        assertThat(send("GET /api/experiments", "Host: evil.example", "X-Forwarded-Host: localhost")
                        .status())
                .isEqualTo(421);
    }

    @Test
    void aMalformedHostIsAProblemToo() throws IOException {
        for (String[] hosts : new String[][] {
            {}, {here(), "Host: evil.example"}, {"Host: localhost@evil.example"}, {"Host: a b"}, {"Host:"}
        }) {
            Answer answer = send("GET /api/experiments", hosts);
            assertThat(answer.status()).as("%s", List.of(hosts)).isIn(400, 421);
            assertThat(answer.head()).contains("content-type: " + Problem.MEDIA_TYPE);
        }
    }

    @Test
    void aLinkFromAnotherSiteIsFollowed() throws IOException {
        for (String page : List.of("/", "/submit", "/experiments/x")) {
            assertThat(send(
                                    "GET " + page,
                                    here(),
                                    "Sec-Fetch-Site: cross-site",
                                    "Sec-Fetch-Mode: navigate",
                                    "Sec-Fetch-Dest: document")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void callsWithoutABodyNeedNoContentType() throws IOException {
        String cancel = "POST /api/experiments/" + UUID.randomUUID() + "/cancel";
        assertThat(send(cancel, here()).status()).isEqualTo(404);
        assertThat(send(cancel, here(), "Content-Length: 0").status()).isEqualTo(404);
    }

    @Test
    void aPageOfTheServiceWritesAndOneOfAnotherDoesNot() throws IOException {
        String own = "Origin: " + server.getScheme() + "://" + server.getAuthority();
        String[] body = {"Content-Type: application/yaml", "Content-Length: 8", "", "name: \"\""};
        assertThat(send("POST /api/experiments", with(body, here(), own)).status())
                .isEqualTo(422);
        assertThat(send("POST /api/experiments", with(body, here(), "Origin: " + ALLOWED_ORIGIN))
                        .status())
                .isEqualTo(422);
        assertThat(send("POST /api/experiments", with(body, here(), "Origin: " + FOREIGN_ORIGIN))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnAllowedOriginMayReadTheAnswer() throws IOException {
        Answer preflight = send(
                "OPTIONS /api/experiments",
                here(),
                "Origin: " + ALLOWED_ORIGIN,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.head())
                .contains(
                        "access-control-allow-origin: " + ALLOWED_ORIGIN,
                        "access-control-allow-methods: get, head, post");
        assertThat(send("GET /api/experiments", here(), "Origin: " + ALLOWED_ORIGIN)
                        .head())
                .contains("access-control-allow-origin: " + ALLOWED_ORIGIN, "vary: origin");
        assertThat(send("GET /api/experiments", here()).head())
                .doesNotContain("access-control-allow-origin")
                .contains("cross-origin-resource-policy: same-origin");
        assertRefused(
                403,
                "OPTIONS /api/experiments",
                here(),
                "Origin: " + FOREIGN_ORIGIN,
                "Access-Control-Request-Method: POST");
    }

    private void assertRefused(int status, String call, String... lines) throws IOException {
        Answer answer = send(call, lines);
        assertThat(answer.status()).as("%s %s", call, List.of(lines)).isEqualTo(status);
        assertThat(answer.head())
                .contains("content-type: " + Problem.MEDIA_TYPE)
                .doesNotContain("access-control");
        if (!call.startsWith("HEAD ")) {
            JsonNode problem = Json.MAPPER.readTree(answer.body());
            assertThat(problem.path("status").asInt()).isEqualTo(status);
            assertThat(problem.path("detail").asText())
                    .contains(
                            switch (status) {
                                case 421 -> "LOSSLINE_ALLOWED_HOSTS";
                                case 403 -> "LOSSLINE_ALLOWED_ORIGINS";
                                default -> "application/yaml";
                            });
        }
    }

    /** Every operation of the OpenAPI document, and all other addresses. */
    private static List<String> calls() throws IOException {
        List<String> calls = new ArrayList<>();
        JsonNode document =
                Json.MAPPER.readTree(given().get("/q/openapi?format=json").asString());
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> calls.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                                + path.getKey().replaceAll("\\{[^}]*}", UUID.randomUUID() + ".1"))));
        for (String path : STATIC) {
            calls.add("GET " + path);
            calls.add("HEAD " + path);
            calls.add("POST " + path);
            calls.add("OPTIONS " + path);
        }
        return calls;
    }

    private String here() {
        return "Host: " + server.getAuthority();
    }

    private static String[] with(String[] rest, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    private Answer send(String call, String... lines) throws IOException {
        StringBuilder request = new StringBuilder(call).append(" HTTP/1.1\r\nConnection: close\r\n");
        boolean ended = false;
        for (String line : lines) {
            request.append(line).append(ended ? "" : "\r\n");
            ended |= line.isEmpty();
        }
        request.append(ended ? "" : "\r\n");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.toString().getBytes(UTF_8));
            String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = text.indexOf("\r\n\r\n");
            assertThat(end).as("%s: %s", request, text).isPositive();
            return new Answer(
                    Integer.parseInt(text.substring(9, 12)),
                    text.substring(0, end).toLowerCase(java.util.Locale.ROOT),
                    text.substring(end + 4));
        }
    }
}
