package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.Json;
import dev.lossline.contract.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Lets so many calls that write in at a time, and each only so long send its body: what a call holds, its body and a
 * thread that waits for the broker, is bounded however many clients there are. It goes before all else.
 */
@ApplicationScoped
class WritingCalls {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int FIRST = 1_000;

    private final Vertx vertx;
    private final Semaphore places;
    private final Duration bodyTimeout;

    WritingCalls(Vertx vertx, OrchestratorConfig config) {
        this.vertx = vertx;
        this.places = new Semaphore(config.maxWritingCalls());
        this.bodyTimeout = config.bodyTimeout();
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    private void admit(RoutingContext call) {
        if (READING.contains(call.request().method().name())) {
            call.next();
            return;
        }
        if (!places.tryAcquire()) {
            refuse(
                    call,
                    ProblemException.busy("Too many calls that write are open. Try again later.")
                            .problem());
            return;
        }
        long deadline = vertx.setTimer(bodyTimeout.toMillis(), timer -> endSlowBody(call));
        call.addEndHandler(ended -> {
            vertx.cancelTimer(deadline);
            places.release();
        });
        call.next();
    }

    private void endSlowBody(RoutingContext call) {
        if (isComing(call.request())) {
            refuse(call, ProblemException.tooSlow(bodyTimeout).problem());
        }
    }

    /**
     * Whether some of the body is missing. A request that was read to its end and paused says of itself that it has not
     * ended. Bodies in chunks, whose length nobody knows, are left to the connection's silence.
     */
    private static boolean isComing(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && request.bytesRead() < Long.parseLong(length);
    }

    /** The rest of the body would have to be read before the connection could be used again. */
    private static void refuse(RoutingContext call, Problem problem) {
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
