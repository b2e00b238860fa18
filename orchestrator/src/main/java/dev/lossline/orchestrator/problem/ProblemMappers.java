package dev.lossline.orchestrator.problem;

import dev.lossline.contract.api.Problem;
import dev.lossline.orchestrator.web.WebPage;
import dev.lossline.specification.violation.InvalidSpecificationException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Maps every error to a problem document (RFC 9457) without a stack trace. Expected errors are not logged with one
 * either: while a server is down, every call would log one.
 */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Map<Integer, String> UNROUTED = Map.of(
            400, "The request is malformed.",
            404, "Unknown address. See /q/swagger-ui for the API.",
            405, "This address does not support this method.",
            413, "The body is too large.",
            500, "See the orchestrator's log.");

    private final WebPage page;

    ProblemMappers(WebPage page) {
        this.page = page;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        if (e.problem().status() >= 500) {
            LOG.warn(e.getMessage());
            LOG.debug("The cause", e.getCause());
        }
        return response(e.problem());
    }

    @ServerExceptionMapper
    Response specification(InvalidSpecificationException e) {
        return response(new Problem(
                Problem.type("invalid-specification"), "Invalid experiment", 422, e.getMessage(), e.violations()));
    }

    @ServerExceptionMapper
    Response broker(KafkaException e) {
        LOG.warnf("Kafka is unavailable: %s", said(e));
        LOG.debug("The cause", e);
        return response(new Problem(
                Problem.type("unavailable"),
                "Temporarily unavailable",
                503,
                "The event log did not acknowledge the request in time. Try again.",
                null));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, UriInfo uri, HttpHeaders headers) {
        Response original = e.getResponse();
        if (original.getStatus() == Response.Status.NOT_FOUND.getStatusCode()
                && WebPage.isForPeople(uri.getPath(), headers.getHeaderString(HttpHeaders.ACCEPT))) {
            return page.notFound();
        }
        Response.StatusType status = original.getStatusInfo();
        String detail =
                switch (status.getStatusCode()) {
                    case 404 -> "Unknown address. See /q/swagger-ui for the API.";
                    case 405 -> "This address does not support this method.";
                    case 406 -> "This address does not support the requested media type.";
                    case 415 -> "Send application/yaml or application/json.";
                    default -> String.valueOf(e.getMessage());
                };
        return response(new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, null));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(e, "Unexpected error %s", reference);
        return response(new Problem(
                "about:blank", "Internal error", 500, "See " + reference + " in the orchestrator's log.", null));
    }

    /**
     * Handles errors that never reach a resource: bodies over the server's own limit, and paths that cannot be decoded.
     */
    void unrouted(@Observes Router router) {
        UNROUTED.forEach((status, detail) -> router.errorHandler(status, context -> {
            if (context.response().headWritten()) {
                context.response().reset();
                return;
            }
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader("Connection", "close")
                    .end(new JsonObject()
                            .put("type", "about:blank")
                            .put("title", Response.Status.fromStatusCode(status).getReasonPhrase())
                            .put("status", status)
                            .put("detail", detail)
                            .encode());
        }));
    }

    private static String said(KafkaException e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + e.getCause();
    }

    private static Response response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        return (problem.status() == 503
                        ? response.header(HttpHeaders.RETRY_AFTER, Refusal.RETRY_AFTER_SECONDS)
                        : response)
                .build();
    }
}
