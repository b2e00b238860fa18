package dev.lossline.orchestrator.access;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The origin of a page, as in an Origin header: RFC 6454. */
record WebOrigin(Scheme scheme, String host, int port) {
    private static final Pattern PATTERN = Pattern.compile("(?i)(?<scheme>https?)://(?<authority>.+)");

    /** The supported schemes. */
    enum Scheme {
        HTTP(80),
        HTTPS(443);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }
    }

    /** Parses an origin; empty if the text is not one, such as {@code null}. */
    static Optional<WebOrigin> parse(String text) {
        Matcher form = PATTERN.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Scheme scheme = form.group("scheme").equalsIgnoreCase("https") ? Scheme.HTTPS : Scheme.HTTP;
        return Authority.parse(form.group("authority"))
                .map(authority ->
                        new WebOrigin(scheme, authority.host(), authority.port().orElse(scheme.port)));
    }

    /**
     * Whether the origin matches the address that a request was sent to. The request's scheme is unknown because a
     * proxy may have terminated TLS. A Host header without a port therefore stands for the default port of this
     * origin's scheme.
     */
    boolean isAt(Authority target) {
        OptionalInt given = target.port();
        return host.equals(target.host()) && port == given.orElse(scheme.port);
    }
}
