package dev.lossline.orchestrator.access;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The metadata of a request, known before its body is read.
 *
 * @param target the target in the request line
 * @param hosts all Host headers, or {@code :authority} for HTTP/2
 */
public record Call(String method, String target, List<String> hosts, MultiMap headers) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://([^/?#]*).*", Pattern.DOTALL);
    private static final Pattern NO_BYTES = Pattern.compile("0+");

    public Call {
        hosts = List.copyOf(hosts);
    }

    /**
     * The names by which the request addresses the server. In HTTP, a target in absolute form overrides the Host
     * header, so both count. A target in neither form, which only CONNECT has, counts as a whole.
     */
    List<String> addressed() {
        if (target.startsWith("/") || target.equals("*")) {
            return hosts;
        }
        List<String> all = new ArrayList<>(hosts);
        var absolute = ABSOLUTE.matcher(target);
        all.add(absolute.matches() ? absolute.group(1) : target);
        return all;
    }

    /** The only value of a header; empty if there is none or there are several. */
    Optional<String> only(CharSequence header) {
        List<String> values = headers.getAll(header);
        return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
    }

    boolean has(CharSequence header) {
        return headers.contains(header);
    }

    boolean hasBody() {
        return has(HttpHeaders.TRANSFER_ENCODING)
                || headers.getAll(HttpHeaders.CONTENT_LENGTH).stream()
                        .anyMatch(length -> !NO_BYTES.matcher(length.strip()).matches());
    }

    /** Whether it is a browser's navigation request: a link, a bookmark or the address bar. */
    boolean isNavigation() {
        return (method.equals("GET") || method.equals("HEAD"))
                && only("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                && only("Sec-Fetch-Dest").filter("document"::equals).isPresent();
    }

    /** Whether it is a CORS preflight request. */
    public boolean isPreflight() {
        return method.equals("OPTIONS") && has(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
