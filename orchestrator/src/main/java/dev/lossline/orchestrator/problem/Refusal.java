package dev.lossline.orchestrator.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.api.Problem;
import dev.lossline.specification.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/** Rejects a call with a problem document before it reaches a resource. */
public final class Refusal {
    /** When a client may retry if the server is busy or a dependency is unavailable. */
    static final int RETRY_AFTER_SECONDS = 1;

    /** Longer bodies are not read before the response. */
    private static final long MAX_DISCARDED = 4 << 20;

    private Refusal() {}

    /**
     * Discards the request body and then responds. A server that closes a connection with unread data resets it, and
     * the client may then never see the response. A client that sent {@code Expect: 100-continue} gets the response
     * immediately.
     */
    public static void afterBody(RoutingContext call, Problem problem) {
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

    /** Responds and closes the connection, which could be reused only after reading the rest of the body. */
    public static void send(RoutingContext call, Problem problem) {
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
            throw new IllegalStateException("cannot serialize a problem", e);
        }
    }
}
