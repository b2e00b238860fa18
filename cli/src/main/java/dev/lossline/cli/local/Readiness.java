package dev.lossline.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.cli.terminal.SafeText;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks whether a running service is ready, and if not, why. */
public final class Readiness {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private Readiness() {}

    /**
     * Why a part of the stack is not ready, in one line; empty if it is ready, and for servers, which have no health
     * check.
     */
    public static Optional<String> obstacle(RunningPart part) throws InterruptedException {
        if (!part.part().isService()) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(part.address() + "/q/health/ready"))
                .timeout(TIMEOUT)
                .build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            return obstacle(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Optional.of("no response");
        }
    }

    /** The reason in a response of SmallRye Health. */
    public static Optional<String> obstacle(String answer) {
        try {
            JsonNode health = Json.MAPPER.readTree(answer);
            if ("UP".equals(health.path("status").asText())) {
                return Optional.empty();
            }
            List<String> reasons = new ArrayList<>();
            for (JsonNode check : health.path("checks")) {
                if (!"UP".equals(check.path("status").asText())) {
                    reasons.add(reason(check));
                }
            }
            return Optional.of(reasons.isEmpty() ? "no reason given" : String.join("; ", reasons));
        } catch (JsonProcessingException e) {
            return Optional.of("the response is not JSON");
        }
    }

    private static String reason(JsonNode check) {
        List<String> data = new ArrayList<>();
        check.path("data")
                .properties()
                .forEach(entry ->
                        data.add(entry.getKey() + ": " + entry.getValue().asText()));
        return SafeText.line(
                check.path("name").asText() + (data.isEmpty() ? "" : " (" + String.join(", ", data) + ")"));
    }
}
