package dev.lossline.orchestrator.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host with an optional port, as in a Host header: RFC 9110, section 7.2.
 *
 * @param host in lower case, without a trailing dot; an IPv6 address in its shortest common form, without brackets
 */
record Authority(String host, OptionalInt port) {
    private static final Pattern PATTERN =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]{2,45})]|(?<name>[A-Za-z0-9_][A-Za-z0-9._-]{0,252}))"
                    + "(?::(?<port>[0-9]{0,5}))?");
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
    private static final int MAX_PORT = 65_535;

    /** Parses an authority; empty if the text is not one. */
    static Optional<Authority> parse(String text) {
        Matcher form = PATTERN.matcher(text);
        if (!form.matches() || text.contains("..")) {
            return Optional.empty();
        }
        OptionalInt port = form.group("port") == null || form.group("port").isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(form.group("port")));
        if (port.orElse(0) > MAX_PORT) {
            return Optional.empty();
        }
        Optional<String> host =
                form.group("v6") == null ? Optional.of(normalized(form.group("name"))) : address(form.group("v6"));
        return host.map(found -> new Authority(found, port));
    }

    /** Whether it is reachable only from the same machine. Names that others can register never count. */
    boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("0:0:0:0:0:0:0:1")
                || IPV4_LOOPBACK.matcher(host).matches();
    }

    private static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Normalizes an IPv6 address, which has many spellings. In brackets, it is never resolved as a name. */
    private static Optional<String> address(String v6) {
        try {
            return Optional.of(InetAddress.getByName("[" + v6 + "]").getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port.isPresent() ? name + ":" + port.getAsInt() : name;
    }
}
