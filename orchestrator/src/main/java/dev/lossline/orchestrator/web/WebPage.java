package dev.lossline.orchestrator.web;

import dev.lossline.specification.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the web page, a single document for all its paths, built in {@code dashboard/}. Quarkus serves its scripts and
 * styles from the same jar.
 */
@ApplicationScoped
public class WebPage {
    private static final String DOCUMENT = "dev/lossline/dashboard/index.html";
    private static final String ADDRESSES = "/(?:submit|experiments/[^/]+(?:/compare)?|trials/[^/]+)?";
    private static final Pattern INLINE_SCRIPT = Pattern.compile("(?s)<script(?![^>]* src=)[^>]*>(.*?)</script>");

    private final String html;
    private final Buffer document;
    private final Map<String, String> headers;
    private final String tag;

    public WebPage() {
        this.html = read();
        this.document = Buffer.buffer(html);
        this.tag = '"' + Tagged.hash(document.getBytes()) + '"';
        this.headers = Map.of(
                "Content-Type",
                "text/html; charset=utf-8",
                "Content-Security-Policy",
                policy(html),
                "X-Content-Type-Options",
                "nosniff",
                "Referrer-Policy",
                "no-referrer",
                "Cache-Control",
                "no-cache");
    }

    void route(@Observes Router router) {
        router.routeWithRegex(ADDRESSES)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::answer);
    }

    /** Whether the request is a page visit: a browser that opens a path accepts HTML, and API paths are excluded. */
    public static boolean isForPeople(String path, String accept) {
        return accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html")
                && !path.startsWith("/api/")
                && !path.startsWith("/q/");
    }

    /** The page for paths that do not exist. */
    public Response notFound() {
        Response.ResponseBuilder answer =
                Response.status(Response.Status.NOT_FOUND).entity(html);
        headers.forEach(answer::header);
        return answer.build();
    }

    private void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        headers.forEach(response::putHeader);
        if (WebAssets.answered(context, tag)) {
            return;
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(document);
        }
    }

    /**
     * The content security policy: only content from this server, and as inline script only the document's import map.
     */
    private static String policy(String html) {
        StringBuilder scripts = new StringBuilder("script-src 'self'");
        Matcher inline = INLINE_SCRIPT.matcher(html);
        while (inline.find()) {
            scripts.append(" 'sha256-").append(sha256(inline.group(1))).append('\'');
        }
        return "default-src 'none'; " + scripts + "; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream file = Objects.requireNonNull(loader.getResourceAsStream(DOCUMENT), DOCUMENT)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
