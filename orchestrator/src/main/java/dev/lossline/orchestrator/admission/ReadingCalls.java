package dev.lossline.orchestrator.admission;

import dev.lossline.orchestrator.OrchestratorConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;

/**
 * Limits the number of concurrent reading calls, to leave threads and connections for submissions, event streams,
 * health checks and metrics. Calls that read results, calls that read the log, and the opening of event streams have
 * separate limits.
 */
@ApplicationScoped
class ReadingCalls {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** After the limit for writing calls, before any handler that reads. */
    private static final int PRIORITY = 900;

    /** Together with the connection or lock timeout of a query (1 s), well below two seconds, also on a busy machine. */
    private static final Duration WAIT_TIMEOUT = Duration.ofMillis(500);

    private static final int MAX_LOG_READERS = 2;
    private static final int MAX_OPENING_STREAMS = 2;

    private final Admission results;
    private final Admission log;
    private final Admission streams;

    ReadingCalls(Vertx vertx, OrchestratorConfig config) {
        this.results = new Admission(vertx, config.maxReadingCalls(), WAIT_TIMEOUT);
        this.log = new Admission(vertx, MAX_LOG_READERS, WAIT_TIMEOUT);
        this.streams = new Admission(vertx, MAX_OPENING_STREAMS, WAIT_TIMEOUT);
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext call) {
        String path = call.normalizedPath();
        if (!READING.contains(call.request().method().name())) {
            call.next();
        } else if (path.startsWith("/api/experiments") || path.startsWith("/api/trials")) {
            (path.endsWith("/events") ? streams : results).enter(call);
        } else if (path.startsWith("/api/dead-letters") || path.startsWith("/api/recording")) {
            log.enter(call);
        } else {
            call.next();
        }
    }
}
