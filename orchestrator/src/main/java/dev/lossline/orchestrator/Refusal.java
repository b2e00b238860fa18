package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.Json;
import dev.lossline.contract.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/** Answers a call with a problem before any resource has seen it. */
final class Refusal {
    /** After how long a client may try again if the server is busy or lacks something that it needs. */
    static final int RETRY_AFTER_SECONDS = 1;

    /** A longer body is not waited for. */
    private static final long MAX_DISCARDED = 4 << 20;

    private Refusal() {}

    /**
     * Answers once the body has come, which is thrown away. A server that closes a connection with unread bytes resets it,
     * and the client may then never see the answer. A client that waits for leave to send its body is answered at once.
     */
    static void afterBody(RoutingContext call, Problem problem) {
        HttpServerRequest request = call.request();
        if (request.isEnded() || request.headers().contains(HttpHeaders.EXPECT)) {
            send(call, problem);
            return;
        }
        request.handler(bytes -> {
            if (request.bytesRead() > MAX_DISCARDED && !call.response().ended()) {
                send(call, problem);
            }
        });
        request.endHandler(ended -> send(call, problem));
        request.resume();
    }

    /** Answers and closes the connection: it could be used again only after the rest of the body has been read. */
    static void send(RoutingContext call, Problem problem) {
        if (call.response().headWritten() || call.response().ended()) {
            call.request().connection().close();
            return;
        }
        if (problem.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            call.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
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
