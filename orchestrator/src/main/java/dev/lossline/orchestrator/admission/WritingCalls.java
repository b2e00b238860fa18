package dev.lossline.orchestrator.admission;

import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.problem.Refusal;
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
 * Limits how many writing calls are open at the same time and how long each may take to send its body. A call holds its
 * body and a thread that waits for the broker; the limit bounds both, regardless of the number of clients.
 */
@ApplicationScoped
class WritingCalls {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Before all routes, after the access rules. */
    private static final int PRIORITY = 1_000;

    private final Vertx vertx;
    private final Semaphore places;
    private final Duration bodyTimeout;

    WritingCalls(Vertx vertx, OrchestratorConfig config) {
        this.vertx = vertx;
        this.places = new Semaphore(config.maxWritingCalls());
        this.bodyTimeout = config.bodyTimeout();
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext call) {
        if (READING.contains(call.request().method().name())) {
            call.next();
            return;
        }
        if (!places.tryAcquire()) {
            Refusal.send(
                    call,
                    ProblemException.busy("Too many write requests are open. Try again later.")
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
            Refusal.send(call, ProblemException.tooSlow(bodyTimeout).problem());
        }
    }

    /**
     * Whether part of the body is missing. A request that was fully read and then paused does not report that it has
     * ended, so bytes are counted. Chunked bodies have no known length; the write timeout of the connection limits
     * those.
     */
    private static boolean isComing(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && request.bytesRead() < Long.parseLong(length);
    }
}
