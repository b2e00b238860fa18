package dev.lossline.drill.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerRulesTest {
    private static final String PROBLEM = "{\"type\": \"about:blank\", \"title\": \"Busy\", \"status\": %d}";

    @Test
    void errorsAreProblems() {
        assertThat(fault(get("/api"), 404, AnswerRules.PROBLEM, PROBLEM.formatted(404)))
                .isEmpty();
        assertThat(fault(get("/api"), 503, AnswerRules.PROBLEM, PROBLEM.formatted(503)))
                .isEmpty();
        assertThat(fault(get("/api"), 404, AnswerRules.PROBLEM, PROBLEM.formatted(400)))
                .isPresent();
        assertThat(fault(get("/api"), 404, "text/html", "<html>")).isPresent();
        assertThat(fault(get("/api"), 404, "", "")).isPresent();
        assertThat(fault(get("/api"), 500, AnswerRules.PROBLEM, PROBLEM.formatted(500)))
                .isPresent();
        assertThat(AnswerRules.fault(get("/api"), Optional.empty())).isPresent();
    }

    @Test
    void nothingTellsOfItsInsides() {
        assertThat(fault(get("/api"), 400, AnswerRules.PROBLEM, PROBLEM.formatted(400) + " java.lang.String"))
                .isPresent();
        assertThat(fault(get("/api?q=java.lang"), 400, AnswerRules.PROBLEM, PROBLEM.formatted(400)))
                .isEmpty();
    }

    @Test
    void whatHasNoBodyByDefinitionIsAnsweredWithoutOne() {
        HostileRequest head =
                new HostileRequest("HEAD", "/api", List.of(), new byte[0], HostileRequest.Framing.NONE, true);
        assertThat(fault(head, 404, "", "")).isEmpty();
        assertThat(fault(head, 503, AnswerRules.PROBLEM, "")).isEmpty();
        assertThat(fault(head, 503, "", "")).isPresent();
        assertThat(fault(head, 500, AnswerRules.PROBLEM, "")).isPresent();
    }

    @Test
    void aTargetThatIsTooLongToBeReadIsRefusedWithoutABody() {
        assertThat(fault(get("/api?" + "x".repeat(8_192)), 414, "", "")).isEmpty();
        assertThat(fault(get("/api?" + "x".repeat(100)), 414, "", "")).isPresent();
    }

    private static HostileRequest get(String target) {
        return HostileRequest.get(target);
    }

    private static Optional<String> fault(HostileRequest request, int status, String mediaType, String body) {
        return AnswerRules.fault(request, Optional.of(answer(status, mediaType, body)));
    }

    private static RawHttp.Answer answer(int status, String mediaType, String body) {
        return new RawHttp.Answer(status, mediaType, body, Duration.ZERO);
    }
}
