package dev.lossline.drill.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseRulesTest {
    private static final String PROBLEM = "{\"type\": \"about:blank\", \"title\": \"Busy\", \"status\": %d}";

    @Test
    void errorsAreProblems() {
        assertThat(fault(get("/api"), 404, ResponseRules.PROBLEM, PROBLEM.formatted(404)))
                .isEmpty();
        assertThat(fault(get("/api"), 503, ResponseRules.PROBLEM, PROBLEM.formatted(503)))
                .isEmpty();
        assertThat(fault(get("/api"), 404, ResponseRules.PROBLEM, PROBLEM.formatted(400)))
                .isPresent();
        assertThat(fault(get("/api"), 404, "text/html", "<html>")).isPresent();
        assertThat(fault(get("/api"), 404, "", "")).isPresent();
        assertThat(fault(get("/api"), 500, ResponseRules.PROBLEM, PROBLEM.formatted(500)))
                .isPresent();
        assertThat(ResponseRules.fault(get("/api"), Optional.empty())).isPresent();
    }

    @Test
    void errorsRevealNoInternalDetails() {
        assertThat(fault(get("/api"), 400, ResponseRules.PROBLEM, PROBLEM.formatted(400) + " java.lang.String"))
                .isPresent();
        assertThat(fault(get("/api?q=java.lang"), 400, ResponseRules.PROBLEM, PROBLEM.formatted(400)))
                .isEmpty();
    }

    @Test
    void acceptsAnErrorWithoutABodyIfHttpForbidsOne() {
        HostileRequest head =
                new HostileRequest("HEAD", "/api", List.of(), new byte[0], HostileRequest.Framing.NONE, true);
        assertThat(fault(head, 404, "", "")).isEmpty();
        assertThat(fault(head, 503, ResponseRules.PROBLEM, "")).isEmpty();
        assertThat(fault(head, 503, "", "")).isPresent();
        assertThat(fault(head, 500, ResponseRules.PROBLEM, "")).isPresent();
    }

    @Test
    void acceptsAnOverlongTargetRejectedWithoutABody() {
        assertThat(fault(get("/api?" + "x".repeat(8_192)), 414, "", "")).isEmpty();
        assertThat(fault(get("/api?" + "x".repeat(100)), 414, "", "")).isPresent();
    }

    private static HostileRequest get(String target) {
        return HostileRequest.get(target);
    }

    private static Optional<String> fault(HostileRequest request, int status, String mediaType, String body) {
        return ResponseRules.fault(request, Optional.of(answer(status, mediaType, body)));
    }

    private static RawHttp.Answer answer(int status, String mediaType, String body) {
        return new RawHttp.Answer(status, mediaType, body, Duration.ZERO);
    }
}
