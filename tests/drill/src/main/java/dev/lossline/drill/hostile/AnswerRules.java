package dev.lossline.drill.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every answer has to be, whatever was asked. */
public final class AnswerRules {
    public static final String PROBLEM = "application/problem+json";

    /** What fits into {@code quarkus.http.limits.max-initial-line-length} with any method and the version. */
    private static final int LONGEST_TARGET = 8_192 - 32;

    /** Frames of stack traces, packages of ours and of libraries, names of exceptions. */
    private static final Pattern INSIDES = Pattern.compile(
            "\\bat [a-z]+(\\.[\\w$]+)+\\(|\\b(java|javax|jakarta|sun|io\\.quarkus|io\\.vertx|io\\.netty|org\\.jboss"
                    + "|org\\.postgresql|org\\.apache|org\\.yaml|com\\.fasterxml|dev\\.lossline)\\.[a-z]"
                    + "|\\b[A-Z]\\w+(Exception|Error)\\b|Caused by:");

    private AnswerRules() {}

    /** What is wrong with the answer; empty where nothing is. */
    static Optional<String> fault(HostileRequest request, Optional<RawHttp.Answer> answer) {
        if (answer.isEmpty()) {
            return request.sound() ? Optional.of("no answer") : Optional.empty();
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

    /** HEAD has no body by definition; what is not HTTP, or whose target is too long to be read, has reached nobody. */
    private static boolean mayBeEmpty(HostileRequest request, RawHttp.Answer answer) {
        if (request.method().equals("HEAD")) {
            return answer.status() < 500 || answer.mediaType().startsWith(PROBLEM);
        }
        boolean tooLong = answer.status() == 414 && request.target().length() > LONGEST_TARGET;
        return tooLong || (answer.status() < 500 && !request.sound());
    }

    private static Optional<String> noProblem(RawHttp.Answer answer) {
        if (!answer.mediaType().startsWith(PROBLEM)) {
            return Optional.of("%d as '%s', not as a problem: %s"
                    .formatted(answer.status(), answer.mediaType(), shortened(answer.body())));
        }
        try {
            JsonNode problem = Json.MAPPER.readTree(answer.body());
            boolean whole = problem.path("status").asInt() == answer.status()
                    && !problem.path("title").asText().isBlank()
                    && !problem.path("type").asText().isBlank();
            return whole
                    ? Optional.empty()
                    : Optional.of("%d with a problem that lacks something: %s"
                            .formatted(answer.status(), shortened(answer.body())));
        } catch (JsonProcessingException e) {
            return Optional.of(
                    "%d with a problem that is no JSON: %s".formatted(answer.status(), shortened(answer.body())));
        }
    }

    /** What the client sent may come back in an answer that names it. */
    private static Optional<String> insides(HostileRequest request, RawHttp.Answer answer) {
        Matcher matcher = INSIDES.matcher(answer.body());
        String sent = new String(request.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        while (matcher.find()) {
            if (!sent.contains(matcher.group())) {
                return Optional.of("%d tells of its insides, '%s': %s"
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
