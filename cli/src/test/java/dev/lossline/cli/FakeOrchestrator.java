package dev.lossline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API over real HTTP, with responses that a test defines; the last response of a path is repeated. */
final class FakeOrchestrator implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();

    private byte[] lastBody = {};

    private record Answer(int status, Object body) {}

    FakeOrchestrator() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Defines the response to a request such as {@code GET /api/experiments}: bytes as is, anything else as JSON. */
    FakeOrchestrator on(String request, int status, Object body) {
        answers.computeIfAbsent(request, r -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method, path, content type and authorization of each request so far. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** The body of the last request. */
    synchronized byte[] lastBody() {
        return lastBody;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add("%s %s %s"
                .formatted(
                        request,
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        exchange.getRequestHeaders().getFirst("Authorization")));
        Deque<Answer> laidOut = answers.getOrDefault(request, new ArrayDeque<>());
        Answer answer = laidOut.size() > 1 ? laidOut.poll() : laidOut.peek();
        if (answer == null) {
            answer = new Answer(404, Map.of("title", "Not found", "status", 404, "detail", request));
        }
        byte[] body = answer.body() instanceof byte[] bytes ? bytes : Json.MAPPER.writeValueAsBytes(answer.body());
        lastBody = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
