package dev.lossline.drill.hostile;

import dev.lossline.drill.hostile.HostileRequest.Framing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Request targets and headers of known attacks on HTTP servers. */
public final class HttpAttacks {
    private static final List<String> PATHS = List.of(
            "/api/..%2f..%2f..%2fetc%2fpasswd",
            "/api/../../../etc/passwd",
            "/..%5c..%5cwindows",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/q/swagger-ui/..%2f..%2fapplication.properties",
            "/api/experiments/%00",
            "/api/experiments/a%00b/trials",
            "/api//experiments",
            "//api/experiments",
            "//evil.example/api/experiments",
            "/api/experiments/",
            "/api%2fexperiments",
            "/api/experiments%2f",
            "/api/experiments/%2e",
            "/api/experiments;a=b",
            "/api/experiments/;/cancel",
            "/api/experiments/%ff%fe",
            "/api/experiments/%c0%af",
            "/api/experiments?%00=%00",
            "/api/experiments?" + "a=b&".repeat(800),
            "/api/experiments/" + "a".repeat(3_000),
            "/api/experiments/" + "a/".repeat(1_500),
            "/q/health/nothing",
            "/q/nothing",
            "/WEB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/nothing");

    private static final List<List<String>> HEADERS = List.of(
            List.of("Authorization: Bearer"),
            List.of("Authorization: Bearer " + "x".repeat(7_000)),
            List.of("Authorization: Basic \u00ff\u00fe"),
            List.of("Authorization: Bearer a", "Authorization: Bearer b"),
            List.of("Idempotency-Key: " + "k".repeat(300)),
            List.of("Idempotency-Key:"),
            List.of("Idempotency-Key: \u00e9\u4e2d"),
            List.of("Last-Event-ID: -1"),
            List.of("Last-Event-ID: 99999999999999999999"),
            List.of("Last-Event-ID: " + "9-".repeat(2_000)),
            List.of("X-HTTP-Method-Override: DELETE"),
            List.of("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: evil.example", "Forwarded: for=evil"),
            List.of("Accept: application/x-java-serialized-object"),
            List.of("Accept-Encoding: gzip, br;q=nonsense, " + "a,".repeat(1_000)),
            List.of("Content-Encoding: gzip"),
            List.of("Expect: 100-continue"),
            List.of("Expect: nonsense"),
            List.of("Range: bytes=0-0,-1,99999999999999999999-"),
            List.of("Cookie: " + "a=b; ".repeat(500)),
            List.of("Upgrade: websocket", "Sec-WebSocket-Key: x"),
            List.of("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
            List.of("If-Modified-Since: nonsense"));

    private static final List<List<String>> INVALID_HEADERS = List.of(
            List.of("X-Huge: " + "x".repeat(40_000)),
            List.of("X-Split: a\r\nX-Injected: b\r\n\r\nGET /q/metrics HTTP/1.1"),
            List.of("X-Null: a\u0000b"),
            List.of("X-Bare: a\rb"),
            List.of("no colon at all"),
            List.of("Host: evil.example"),
            List.of("Host:"),
            List.of("Host: a b"),
            List.of("Content-Length: 5", "Content-Length: 6"),
            List.of("Content-Length: -1"),
            List.of("Content-Length: 99999999999999999999"),
            List.of("Content-Length: 4", "Transfer-Encoding: chunked"),
            List.of("Transfer-Encoding: chunked, nonsense"),
            List.of("Transfer-Encoding : chunked"));

    private HttpAttacks() {}

    public static List<HostileRequest> paths() {
        List<HostileRequest> requests = new ArrayList<>();
        for (String path : PATHS) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                requests.add(new HostileRequest(method, path, List.of(), new byte[0], Framing.LENGTH, true));
            }
        }
        // Invalid HTTP, so a response without a body is acceptable.
        for (String path : List.of(
                "",
                "*",
                "/api/experiments/%zz",
                "/api/experiments/%",
                "/api/experiments?limit=%zz",
                "api/experiments",
                "http://evil.example/api",
                "/a b",
                "/\u0000",
                "/\u00e9",
                "/" + "a".repeat(60_000))) {
            requests.add(HostileRequest.get(path).unsound());
        }
        return requests;
    }

    public static List<HostileRequest> headers(String experiment) {
        List<HostileRequest> requests = new ArrayList<>();
        byte[] body = "name: \"\"".getBytes(StandardCharsets.UTF_8);
        for (List<String> lines : HEADERS) {
            String[] headers = lines.toArray(String[]::new);
            requests.add(HostileRequest.get("/api/experiments", headers));
            requests.add(HostileRequest.get("/api/experiments/" + experiment + "/events", headers));
            requests.add(HostileRequest.post("/api/experiments", "application/yaml", body, headers));
        }
        for (List<String> lines : INVALID_HEADERS) {
            requests.add(HostileRequest.get("/api/experiments", lines.toArray(String[]::new))
                    .unsound());
        }
        requests.add(
                new HostileRequest("M".repeat(9_000), "/api/experiments", List.of(), new byte[0], Framing.NONE, false));
        return requests;
    }
}
