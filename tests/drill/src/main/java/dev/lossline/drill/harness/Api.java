package dev.lossline.drill.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of a stack's HTTP API. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int port;

    public Api(int port) {
        this.port = port;
    }

    /** A response. */
    public record Answer(int status, String mediaType, String body) {
        public boolean isAccepted() {
            return status / 100 == 2;
        }

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON, status %d: %s".formatted(status, body), e);
            }
        }

        /** The id of the submitted experiment. */
        public UUID id() {
            return UUID.fromString(json().path("id").asText());
        }

        private static Answer from(HttpResponse<String> response) {
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        }
    }

    /** Submits a valid experiment. */
    public UUID submit(String yaml) throws InterruptedException {
        try {
            Answer answer = Answer.from(CLIENT.send(submission(yaml).build(), BodyHandlers.ofString()));
            if (!answer.isAccepted()) {
                throw new IllegalStateException("rejected with %d: %s".formatted(answer.status(), answer.body()));
            }
            return answer.id();
        } catch (IOException e) {
            throw new IllegalStateException("no response from the orchestrator: " + e, e);
        }
    }

    /** Submits an experiment with a key. A client that gets no response repeats it with the same key. */
    public CompletableFuture<Answer> submit(String yaml, String idempotencyKey) {
        return CLIENT.sendAsync(
                        submission(yaml)
                                .header("Idempotency-Key", idempotencyKey)
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(Answer::from);
    }

    /**
     * The response to a GET. The client's own timeout covers only the headers, so a body that stalls would be awaited
     * forever.
     *
     * @throws IOException if there is no response
     */
    public Answer get(String path) throws IOException, InterruptedException {
        try {
            return CLIENT.sendAsync(request(path).GET().build(), BodyHandlers.ofString())
                    .thenApply(Answer::from)
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no response to GET %s: %s".formatted(path, e), e);
        }
    }

    /**
     * Sends a POST without a body.
     *
     * @throws IllegalStateException if there is no response
     */
    public Answer post(String path) throws InterruptedException {
        try {
            return Answer.from(
                    CLIENT.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException("no response from the orchestrator: " + e, e);
        }
    }

    private HttpRequest.Builder submission(String yaml) {
        return request("/api/experiments")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(yaml));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }
}
