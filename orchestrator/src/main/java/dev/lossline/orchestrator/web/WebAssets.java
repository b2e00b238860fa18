package dev.lossline.orchestrator.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds ETags to the web page's scripts and styles, which change only with an update. A browser that opens the page
 * again revalidates them without downloading them again.
 */
@ApplicationScoped
class WebAssets {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final int PRIORITY = 800;

    /** Tags by path. Bounded, because it contains only existing files. */
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    void register(@Observes Filters filters) {
        filters.register(this::tag, PRIORITY);
    }

    private void tag(RoutingContext call) {
        String path = call.normalizedPath();
        if (path.startsWith("/web/")
                && READING.contains(call.request().method().name())
                && tagOf(path).filter(tag -> answered(call, tag)).isPresent()) {
            return;
        }
        call.next();
    }

    /** Adds the tag to the response, and ends it with 304 if the client has that version. */
    static boolean answered(RoutingContext call, String tag) {
        call.response().putHeader(HttpHeaders.ETAG, tag);
        String known = call.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known == null || !known.contains(tag)) {
            return false;
        }
        call.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").setStatusCode(304);
        call.response().end();
        return true;
    }

    private Optional<String> tagOf(String path) {
        String known = tags.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> read = read("META-INF/resources" + path);
        read.ifPresent(tag -> tags.put(path, tag));
        return read;
    }

    private static Optional<String> read(String resource) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            return file == null ? Optional.empty() : Optional.of('"' + Tagged.hash(file.readAllBytes()) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
