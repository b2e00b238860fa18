package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.Json;
import dev.lossline.contract.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Answers a call with a problem before any resource has seen it. */
final class Refusal {
    private Refusal() {}

    /** Answers and closes the connection: it could be used again only after the rest of the body has been read. */
    static void send(RoutingContext call, Problem problem) {
        if (call.response().headWritten() || call.response().ended()) {
            call.request().connection().close();
            return;
        }
        call.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(json(problem))
                .onComplete(sent -> call.request().connection().close());
    }

    private static String json(Problem problem) {
        try {
            return Json.MAPPER.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is JSON", e);
        }
    }
}
