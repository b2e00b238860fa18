package dev.lossline.orchestrator.access;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page comes from, as in an Origin header: RFC 6454. */
record WebOrigin(Scheme scheme, String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?i)(?<scheme>https?)://(?<authority>.+)");

    /** Pages of other schemes are not served by anybody. */
    enum Scheme {
        HTTP(80),
        HTTPS(443);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }
    }

    /** The origin that the text is; empty if it is none, as {@code null} is. */
    static Optional<WebOrigin> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Scheme scheme = form.group("scheme").equalsIgnoreCase("https") ? Scheme.HTTPS : Scheme.HTTP;
        return Authority.parse(form.group("authority"))
                .map(authority ->
                        new WebOrigin(scheme, authority.host(), authority.port().orElse(scheme.port)));
    }

    /**
     * Whether it is the address that a request was sent to. The request's scheme is unknown: a proxy may have ended TLS.
     * A Host without a port therefore stands for the default port of this origin's scheme.
     */
    boolean isAt(Authority target) {
        OptionalInt given = target.port();
        return host.equals(target.host()) && port == given.orElse(scheme.port);
    }
}
