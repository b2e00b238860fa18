package dev.lossline.orchestrator.access;

import dev.lossline.contract.api.Problem;
import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.problem.Refusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies the access rules to every request before routing, so no path can bypass them. */
@ApplicationScoped
class AccessFilter {
    /** Higher than the priority of any other filter. */
    private static final int PRIORITY = 2_000;

    private final AccessRules rules;

    AccessFilter(OrchestratorConfig config) {
        this.rules = new AccessRules(
                config.allowedHosts().orElse(List.of()), config.allowedOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    /**
     * Handles a missing or malformed Host header. Vert.x rejects it before any filter runs and would log each as an
     * error.
     */
    void refuseMalformedHosts(@Observes Router router) {
        router.route().order(-PRIORITY).failureHandler(context -> {
            if (context.statusCode() == 400 && context.request().authority() == null) {
                Refusal.send(context, AccessRules.unreadableHost());
            } else {
                context.next();
            }
        });
    }

    private void admit(RoutingContext context) {
        Call call = call(context.request());
        Optional<Problem> refusal = rules.refusal(call);
        if (refusal.isPresent()) {
            Refusal.afterBody(context, refusal.get());
            return;
        }
        HttpServerResponse response = context.response();
        // Browsers that do not send the origin of a request still withhold the response from pages of other origins.
        response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
        Optional<String> page = rules.otherOrigin(call);
        page.ifPresent(origin -> allow(response, origin));
        if (page.isPresent() && call.isPreflight()) {
            allowMethods(response);
            response.setStatusCode(204).end();
            return;
        }
        context.next();
    }

    private static Call call(HttpServerRequest request) {
        List<String> hosts = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            hosts = List.of(request.authority().toString());
        }
        return new Call(request.method().name(), request.uri(), hosts, request.headers());
    }

    /** Sets the CORS response headers; see <a href="https://fetch.spec.whatwg.org/#http-responses">Fetch</a>. */
    private static void allow(HttpServerResponse response, String origin) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.VARY, "Origin")
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link, Location, Retry-After");
    }

    private static void allowMethods(HttpServerResponse response) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, PATCH, DELETE")
                .putHeader(
                        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                        "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID");
    }
}
