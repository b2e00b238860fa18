package dev.lossline.orchestrator.access;

import dev.lossline.contract.api.Problem;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rejects requests that only a page of another site sends: a Host header that does not name this service (DNS
 * rebinding), a foreign origin, and form content types, which browsers send cross-site without a preflight. See
 * docs/adr/0016-only-you-reach-it.md.
 */
public final class AccessRules {
    private static final String HOSTS = "lossline.allowed-hosts (environment variable LOSSLINE_ALLOWED_HOSTS)";
    private static final String ORIGINS = "lossline.allowed-origins (environment variable LOSSLINE_ALLOWED_ORIGINS)";
    private static final int MAX_QUOTED = 100;

    /** Probes and scrapers use IP addresses. The pattern must match the whole target exactly. */
    private static final Pattern MONITORING = Pattern.compile("/q/(?:health|metrics)(?:/[A-Za-z0-9_/-]*)?(?:\\?.*)?");

    /** Sent by the same page, or entered by a user. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final Pattern MEDIA_TYPE = Pattern.compile("([\\w!#$&^.+-]+/[\\w!#$&^.+-]+)\\s*(?:;.*)?");
    private static final Set<String> FORM_MEDIA_TYPES =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

    private final Set<String> hosts;
    private final Set<WebOrigin> origins;

    /**
     * Creates rules that allow loopback and the given addresses.
     *
     * @param hosts names or addresses, without scheme and port
     * @param origins scheme, host and, unless it is the scheme's default, port
     * @throws IllegalArgumentException if a value is not a host or origin, naming the setting and the value
     */
    public AccessRules(List<String> hosts, List<String> origins) {
        this.hosts = hosts.stream().map(AccessRules::host).collect(Collectors.toUnmodifiableSet());
        this.origins = origins.stream().map(AccessRules::origin).collect(Collectors.toUnmodifiableSet());
    }

    /** The reason to reject a call; empty if it is allowed. */
    public Optional<Problem> refusal(Call call) {
        boolean monitoring = MONITORING.matcher(call.target()).matches();
        return (monitoring ? Optional.<Problem>empty() : foreignHost(call))
                .or(() -> foreignOrigin(call))
                .or(() -> bodyOfForm(call));
    }

    /** The problem for a call with no Host header, several, or an invalid one. */
    public static Problem unreadableHost() {
        return problem(
                "bad-host",
                "The Host header is missing, repeated or malformed",
                400,
                "Send one Host header with the name or address of the server.");
    }

    /** The origin of a call from a page of another, allowed address, which needs CORS headers to read the response. */
    public Optional<String> otherOrigin(Call call) {
        return call.only(HttpHeaders.ORIGIN)
                .filter(text -> WebOrigin.parse(text).filter(origins::contains).isPresent());
    }

    private Optional<Problem> foreignHost(Call call) {
        List<String> addressed = call.addressed();
        if (call.hosts().size() != 1) {
            return Optional.of(unreadableHost());
        }
        return addressed.stream()
                .filter(text ->
                        Authority.parse(text.strip()).filter(this::isOwn).isEmpty())
                .findFirst()
                .map(text -> problem(
                        "foreign-host",
                        "This host is not allowed",
                        421,
                        "The request was sent to the host '%s'. If this is an address of yours, add it to %s."
                                .formatted(quoted(text), HOSTS)));
    }

    private boolean isOwn(Authority target) {
        return target.isLoopback() || hosts.contains(target.host());
    }

    /**
     * Checks the Origin header. Browsers omit it for reads that a page cannot inspect, such as images and scripts, but
     * state in Sec-Fetch-Site whether those come from another site. Clients that are not browsers send neither.
     */
    private Optional<Problem> foreignOrigin(Call call) {
        if (call.has(HttpHeaders.ORIGIN)) {
            return call.only(HttpHeaders.ORIGIN)
                            .filter(text -> isOwnOrigin(call, text))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(foreignOrigin("origin '%s'"
                            .formatted(quoted(String.join(", ", call.headers().getAll(HttpHeaders.ORIGIN))))));
        }
        boolean own = !call.has("Sec-Fetch-Site")
                || call.only("Sec-Fetch-Site").filter(OWN_SITES::contains).isPresent();
        return own || call.isNavigation()
                ? Optional.empty()
                : Optional.of(foreignOrigin("another origin (Sec-Fetch-Site)"));
    }

    private boolean isOwnOrigin(Call call, String text) {
        Optional<WebOrigin> origin = WebOrigin.parse(text);
        return origin.filter(origins::contains).isPresent()
                || origin.filter(from -> call.addressed().stream()
                                .allMatch(to -> Authority.parse(to.strip())
                                        .filter(from::isAt)
                                        .isPresent()))
                        .isPresent();
    }

    private static Problem foreignOrigin(String from) {
        return problem(
                "foreign-origin",
                "This origin is not allowed",
                403,
                "The request comes from a page of %s. If the page is yours, add its origin to %s."
                        .formatted(from, ORIGINS));
    }

    private static Optional<Problem> bodyOfForm(Call call) {
        if (!call.hasBody()) {
            return Optional.empty();
        }
        Optional<String> type = call.only(HttpHeaders.CONTENT_TYPE)
                .map(MEDIA_TYPE::matcher)
                .filter(form -> form.matches())
                .map(form -> form.group(1).toLowerCase(Locale.ROOT));
        if (type.filter(given -> !FORM_MEDIA_TYPES.contains(given)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(problem(
                "unsupported-media-type",
                "Missing or unsupported Content-Type",
                415,
                type.map(given -> "The body is declared as %s, which forms of any site can send.".formatted(given))
                                .orElse("The body needs one valid Content-Type header.")
                        + " Send application/yaml or application/json."));
    }

    private static String host(String text) {
        return Authority.parse(text.strip())
                .or(() -> Authority.parse("[" + text.strip() + "]"))
                .filter(host -> host.port().isEmpty() && !text.strip().endsWith(":"))
                .map(Authority::host)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: '%s' is not a host. Write a name or an address without scheme and port, such as lossline.example.org."
                                .formatted(HOSTS, quoted(text))));
    }

    private static WebOrigin origin(String text) {
        return WebOrigin.parse(text.strip())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: '%s' is not an origin. Write scheme, host and port, such as https://lossline.example.org."
                                .formatted(ORIGINS, quoted(text))));
    }

    private static String quoted(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }

    private static Problem problem(String kind, String title, int status, String detail) {
        return new Problem(Problem.type(kind), title, status, detail, null);
    }
}
