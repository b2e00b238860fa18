package dev.lossline.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.api.Problem;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static final String OWN_HOST = "Host: localhost:8080";

    private final AccessRules byDefault = new AccessRules(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "localhost.",
                "127.0.0.1:8080",
                "127.0.0.2",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]"
            })
    void loopbackIsServed(String host) {
        assertThat(status(byDefault, "GET", "/api/experiments", "Host: " + host))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost@evil.example",
                "0.0.0.0:8080",
                "192.168.1.7",
                "",
                "a b",
                "localhost, evil.example"
            })
    void rejectsAnotherHostAndNamesTheSetting(String host) {
        Problem problem = byDefault
                .refusal(call("GET", "/", "Host: " + host, "X-Forwarded-Host: localhost"))
                .orElseThrow();
        assertThat(problem.status()).isEqualTo(421);
        assertThat(problem.detail()).contains("lossline.allowed-hosts", "LOSSLINE_ALLOWED_HOSTS", host);
    }

    @Test
    void requiresExactlyOneHost() {
        assertThat(status(byDefault, "GET", "/")).isEqualTo(400);
        assertThat(status(byDefault, "GET", "/", OWN_HOST, OWN_HOST)).isEqualTo(400);
        assertThat(status(byDefault, "GET", "/", OWN_HOST, "Host: evil.example"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/api,      200",
        "HTTP://LOCALHOST/api,           200",
        "http://evil.example/api,        421",
        "HTTPS://evil.example,           421",
        "http://localhost@evil.example/, 421",
        "//evil.example/api,             200",
        "evil.example:443,               421",
        "*,                              200",
    })
    void theHostOfTheTargetCountsToo(String target, int status) {
        assertThat(status(byDefault, "GET", target, OWN_HOST)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/q/health,                         200",
        "/q/health/,                        200",
        "/q/health/ready,                   200",
        "/q/health/live?x=/../,             200",
        "/q/metrics,                        200",
        "/q/metrics?name=a,                 200",
        "/q/healthy,                        421",
        "/q/metrics/../openapi,             421",
        "/q/health/%2e%2e/openapi,          421",
        "/q/health/..;/openapi,             421",
        "/q/health//../../api/experiments,  421",
        "http://evil.example/q/health,      421",
        "/q/openapi,                        421",
        "/q/swagger-ui,                     421",
        "/,                                 421",
    })
    void probesAndScrapersMayUseAnyHost(String target, int status) {
        assertThat(status(byDefault, "GET", target, "Host: 10.1.2.3:8080")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,      http://localhost:8080,       200",
        "LOCALHOST:8080,      http://localhost:8080,       200",
        "[::1]:8080,          http://[::1]:8080,           200",
        "localhost,           http://localhost,            200",
        "localhost:80,        http://localhost,            200",
        "localhost,           https://localhost,           200",
        "localhost:443,       https://localhost,           200",
        "localhost:8080,      http://localhost:3000,       403",
        "localhost:8080,      http://localhost,            403",
        "localhost:8080,      http://127.0.0.1:8080,       403",
        "localhost:8080,      http://evil.example,         403",
        "localhost:8080,      http://evil.example:8080,    403",
        "localhost:8080,      http://localhost:8080.evil.example, 403",
        "localhost:8080,      null,                        403",
        "localhost:8080,      '',                          403",
        "localhost:8080,      file://,                     403",
        "localhost:8080,      'http://localhost:8080, http://evil.example', 403",
        "localhost:8080,      http://localhost:8080/,      403",
        "localhost:8080,      localhost:8080,              403",
    })
    void pagesOfTheServiceItselfAreServed(String host, String origin, int status) {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE")) {
            assertThat(status(byDefault, method, "/api/experiments", "Host: " + host, "Origin: " + origin))
                    .as(method)
                    .isEqualTo(status);
        }
    }

    @Test
    void rejectsTwoOrigins() {
        String own = "Origin: http://localhost:8080";
        assertThat(status(byDefault, "GET", "/", OWN_HOST, own, own)).isEqualTo(403);
    }

    @Test
    void theAnswerToAForeignOriginNamesTheSetting() {
        assertThat(byDefault
                        .refusal(call("GET", "/", OWN_HOST, "Origin: http://evil.example"))
                        .orElseThrow()
                        .detail())
                .contains("http://evil.example", "lossline.allowed-origins", "LOSSLINE_ALLOWED_ORIGINS");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  same-origin, cors,     empty,    200",
        "GET,  none,        navigate, document, 200",
        "GET,  cross-site,  navigate, document, 200",
        "GET,  same-site,   navigate, document, 200",
        "HEAD, cross-site,  navigate, document, 200",
        "GET,  cross-site,  navigate, iframe,   403",
        "GET,  cross-site,  navigate, object,   403",
        "GET,  cross-site,  no-cors,  image,    403",
        "GET,  cross-site,  no-cors,  script,   403",
        "GET,  same-site,   no-cors,  empty,    403",
        "GET,  cross-site,  no-cors,  document, 403",
        "GET,  unheard-of,  cors,     empty,    403",
        "POST, cross-site,  navigate, document, 403",
    })
    void checksTheFetchMetadataOfABrowser(String method, String site, String mode, String destination, int status) {
        assertThat(status(
                        byDefault,
                        method,
                        "/experiments/x",
                        OWN_HOST,
                        "Sec-Fetch-Site: " + site,
                        "Sec-Fetch-Mode: " + mode,
                        "Sec-Fetch-Dest: " + destination))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/yaml,                                   200",
        "Application/JSON; charset=utf-8,                    200",
        "text/csv,                                           200",
        "application/x-www-form-urlencoded,                  415",
        "MULTIPART/FORM-DATA; boundary=x,                    415",
        "text/plain,                                         415",
        "Text/Plain;charset=UTF-8,                           415",
        "'text/plain, application/yaml',                     415",
        "yaml,                                               415",
        "'',                                                 415",
        ",                                                   415",
    })
    void checksTheContentTypeOfABody(String type, int status) {
        for (String length : List.of("Content-Length: 5", "Transfer-Encoding: chunked")) {
            String[] headers = type == null
                    ? new String[] {OWN_HOST, length}
                    : new String[] {OWN_HOST, length, "Content-Type: " + type};
            assertThat(status(byDefault, "POST", "/api/experiments", headers)).isEqualTo(status);
        }
    }

    @Test
    void rejectsTwoContentTypes() {
        String yaml = "Content-Type: application/yaml";
        assertThat(status(byDefault, "POST", "/", OWN_HOST, "Content-Length: 5", yaml, yaml))
                .isEqualTo(415);
    }

    @Test
    void callsWithoutABodyNeedNoType() {
        assertThat(status(byDefault, "POST", "/api/experiments/x/cancel", OWN_HOST))
                .isEqualTo(200);
        assertThat(status(byDefault, "POST", "/api/experiments/x/cancel", OWN_HOST, "Content-Length: 0"))
                .isEqualTo(200);
        assertThat(status(
                        byDefault,
                        "POST",
                        "/api/experiments/x/cancel",
                        OWN_HOST,
                        "Content-Length: 0",
                        "Content-Type: application/x-www-form-urlencoded"))
                .isEqualTo(200);
    }

    @Test
    void settingsAddHostsAndOrigins() {
        AccessRules rules = new AccessRules(
                List.of("Lossline.example.org", "10.1.2.3", "fd00::1", "[fd00::2]"),
                List.of("https://Pages.example.org", "http://localhost:3000"));
        for (String host : List.of("lossline.example.org", "LOSSLINE.example.org.:8080", "10.1.2.3", "[fd00:0::1]:1")) {
            assertThat(status(rules, "GET", "/", "Host: " + host)).as(host).isEqualTo(200);
        }
        assertThat(status(rules, "GET", "/", "Host: localhost")).isEqualTo(200);
        assertThat(status(rules, "GET", "/", "Host: example.org")).isEqualTo(421);
        assertThat(status(rules, "GET", "/", OWN_HOST, "Origin: https://pages.example.org"))
                .isEqualTo(200);
        assertThat(status(rules, "GET", "/", OWN_HOST, "Origin: https://pages.example.org:443"))
                .isEqualTo(200);
        assertThat(status(rules, "GET", "/", OWN_HOST, "Origin: http://pages.example.org"))
                .isEqualTo(403);
        assertThat(rules.otherOrigin(call("GET", "/", OWN_HOST, "Origin: http://localhost:3000")))
                .contains("http://localhost:3000");
        assertThat(rules.otherOrigin(call("GET", "/", OWN_HOST, "Origin: http://localhost:8080")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://lossline.example.org", "lossline.example.org:8080", "a:", "*", "*.example.org", "", "a/b"
            })
    void rejectsAnInvalidHostAtStartup(String host) {
        assertThatThrownBy(() -> new AccessRules(List.of("localhost", host), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LOSSLINE_ALLOWED_HOSTS")
                .hasMessageContaining("'" + host + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lossline.example.org", "*", "null", "https://a.example/", "https://a.example/b", "ftp://a", ""})
    void rejectsAnInvalidOriginAtStartup(String origin) {
        assertThatThrownBy(() -> new AccessRules(List.of(), List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LOSSLINE_ALLOWED_ORIGINS")
                .hasMessageContaining("'" + origin + "'");
    }

    private static int status(AccessRules rules, String method, String target, String... headers) {
        Optional<Problem> refusal = rules.refusal(call(method, target, headers));
        return refusal.map(Problem::status).orElse(200);
    }

    private static Call call(String method, String target, String... lines) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new Call(method, target, headers.getAll("Host"), headers);
    }
}
