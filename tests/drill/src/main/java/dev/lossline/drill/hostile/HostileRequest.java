package dev.lossline.drill.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP request with full control over its bytes.
 *
 * @param host the value of the Host header
 * @param target the request target, between method and version
 * @param headers header lines, without Host and those that frame the body
 * @param framing how the body is delimited
 * @param sound whether it is valid HTTP: an invalid request may be answered without a body, or by closing the connection
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HostileRequest(
        String host, String method, String target, List<String> headers, byte[] body, Framing framing, boolean sound) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CHUNK = 16 << 10;

    public enum Framing {
        NONE,
        LENGTH,
        CHUNKED
    }

    public HostileRequest {
        headers = List.copyOf(headers);
    }

    public HostileRequest(
            String method, String target, List<String> headers, byte[] body, Framing framing, boolean sound) {
        this(LOOPBACK, method, target, headers, body, framing, sound);
    }

    public static HostileRequest get(String target, String... headers) {
        return new HostileRequest("GET", target, List.of(headers), new byte[0], Framing.NONE, true);
    }

    static HostileRequest post(String target, String mediaType, byte[] body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("Content-Type: " + mediaType);
        return new HostileRequest("POST", target, lines, body, Framing.LENGTH, true);
    }

    HostileRequest chunked() {
        return new HostileRequest(host, method, target, headers, body, Framing.CHUNKED, sound);
    }

    /** A copy with another Host header. */
    HostileRequest to(String other) {
        return new HostileRequest(other, method, target, headers, body, framing, sound);
    }

    /** A copy with additional headers. */
    HostileRequest with(List<String> lines) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(lines);
        return new HostileRequest(host, method, target, all, body, framing, sound);
    }

    HostileRequest unsound() {
        return new HostileRequest(host, method, target, headers, body, framing, false);
    }

    /** The bytes to send. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(
                "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n".formatted(method, target, host));
        headers.forEach(line -> head.append(line).append("\r\n"));
        switch (framing) {
            case NONE -> head.append("\r\n");
            case LENGTH -> head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            case CHUNKED -> head.append("Transfer-Encoding: chunked\r\n\r\n");
        }
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        if (framing == Framing.CHUNKED) {
            writeChunks(bytes);
        } else if (framing == Framing.LENGTH) {
            bytes.writeBytes(body);
        }
        return bytes.toByteArray();
    }

    private void writeChunks(ByteArrayOutputStream bytes) {
        for (int from = 0; from < body.length; from += CHUNK) {
            int length = Math.min(CHUNK, body.length - from);
            bytes.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.write(body, from, length);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** A description with enough detail to repeat the request. */
    @Override
    public String toString() {
        String text = new String(body, 0, Math.min(body.length, 120), StandardCharsets.UTF_8);
        return "%s %s at %s %s %s"
                .formatted(method, shortened(target), host, shortened(headers.toString()), text)
                .replaceAll("\\p{Cntrl}", "?");
    }

    private static String shortened(String text) {
        return text.length() <= 160 ? text : text.substring(0, 160) + "…";
    }
}
