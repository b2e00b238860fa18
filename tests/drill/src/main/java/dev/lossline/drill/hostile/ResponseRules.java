package dev.lossline.drill.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a response is valid, whatever the request. */
public final class ResponseRules {
    public static final String PROBLEM = "application/problem+json";

    /** The longest target within {@code quarkus.http.limits.max-initial-line-length}, for any method. */
    private static final int MAX_TARGET_LENGTH = 8_192 - 32;

    /** Stack frames, package names and exception names. */
    private static final Pattern INTERNAL_DETAILS = Pattern.compile(
            "\\bat [a-z]+(\\.[\\w$]+)+\\(|\\b(java|javax|jakarta|sun|io\\.quarkus|io\\.vertx|io\\.netty|org\\.jboss"
                    + "|org\\.postgresql|org\\.apache|org\\.yaml|com\\.fasterxml|dev\\.lossline)\\.[a-z]"
                    + "|\\b[A-Z]\\w+(Exception|Error)\\b|Caused by:");

    private ResponseRules() {}

    /** What is wrong with the response; empty if it is valid. */
    static Optional<String> fault(HostileRequest request, Optional<RawHttp.Answer> answer) {
        if (answer.isEmpty()) {
            return request.sound() ? Optional.of("no response") : Optional.empty();
        }
        RawHttp.Answer given = answer.get();
        if (given.status() < 400) {
            return Optional.empty();
        }
        if (given.status() >= 500 && given.status() != 503) {
            return Optional.of(given.status() + " " + shortened(given.body()));
        }
        if (given.body().isEmpty() && mayBeEmpty(request, given)) {
            return Optional.empty();
        }
        return insides(request, given).or(() -> noProblem(given));
    }

    /** Responses to HEAD have no body. Invalid HTTP and overlong targets are rejected before they reach the application. */
    private static boolean mayBeEmpty(HostileRequest request, RawHttp.Answer answer) {
        if (request.method().equals("HEAD")) {
            return answer.status() < 500 || answer.mediaType().startsWith(PROBLEM);
        }
        boolean tooLong = answer.status() == 414 && request.target().length() > MAX_TARGET_LENGTH;
        return tooLong || (answer.status() < 500 && !request.sound());
    }

    private static Optional<String> noProblem(RawHttp.Answer answer) {
        if (!answer.mediaType().startsWith(PROBLEM)) {
            return Optional.of("%d with media type '%s' instead of a problem: %s"
                    .formatted(answer.status(), answer.mediaType(), shortened(answer.body())));
        }
        try {
            JsonNode problem = Json.MAPPER.readTree(answer.body());
            boolean whole = problem.path("status").asInt() == answer.status()
                    && !problem.path("title").asText().isBlank()
                    && !problem.path("type").asText().isBlank();
            return whole
                    ? Optional.empty()
                    : Optional.of(
                            "%d with an incomplete problem: %s".formatted(answer.status(), shortened(answer.body())));
        } catch (JsonProcessingException e) {
            return Optional.of(
                    "%d with a problem that is not JSON: %s".formatted(answer.status(), shortened(answer.body())));
        }
    }

    /** A response may quote the request. */
    private static Optional<String> insides(HostileRequest request, RawHttp.Answer answer) {
        Matcher matcher = INTERNAL_DETAILS.matcher(answer.body());
        String sent = new String(request.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        while (matcher.find()) {
            if (!sent.contains(matcher.group())) {
                return Optional.of("%d reveals internal details, '%s': %s"
                        .formatted(answer.status(), matcher.group(), shortened(answer.body())));
            }
        }
        return Optional.empty();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
