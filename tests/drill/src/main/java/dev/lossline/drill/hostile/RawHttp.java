package dev.lossline.drill.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Exchanges raw bytes with a server, one connection per request, because client libraries send only valid HTTP. */
public final class RawHttp {
    private static final int MAX_RESPONSE_BYTES = 8 << 20;

    private final int port;
    private final Duration patience;

    public RawHttp(int port, Duration patience) {
        this.port = port;
        this.patience = patience;
    }

    /**
     * A response.
     *
     * @param mediaType the media type; empty if there is none
     * @param body the decoded body, as text
     */
    public record Answer(int status, String mediaType, String body, Duration took) {}

    /** Sends a request and returns the response; empty if the server closed the connection or did not respond in time. */
    public Optional<Answer> exchange(HostileRequest request) {
        long begin = System.nanoTime();
        try (Socket socket = open(port)) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            Thread writer = Thread.ofVirtual().start(() -> write(socket, request.bytes()));
            byte[] bytes = read(socket.getInputStream(), begin);
            writer.interrupt();
            return parse(bytes, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Socket open(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Writes the request. The server may respond and close the connection before it has read everything. */
    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The response shows the outcome.
        }
    }

    private byte[] read(InputStream in, long begin) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 << 10];
        try {
            int length;
            while (bytes.size() < MAX_RESPONSE_BYTES
                    && System.nanoTime() - begin < patience.toNanos()
                    && (length = in.read(buffer)) >= 0) {
                bytes.write(buffer, 0, length);
                if (isStream(bytes)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            // The response is what has arrived.
        } catch (IOException e) {
            if (bytes.size() == 0) {
                throw e;
            }
        }
        return bytes.toByteArray();
    }

    /** Event streams never end, so the head suffices. */
    private static boolean isStream(ByteArrayOutputStream bytes) {
        return bytes.size() < MAX_RESPONSE_BYTES / 8
                && bytes.toString(StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT)
                        .contains("\r\ncontent-type: text/event-stream");
    }

    private static Optional<Answer> parse(byte[] bytes, Duration took) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.") || end < 0 || text.length() < 12) {
            return Optional.empty();
        }
        String head = text.substring(0, end);
        int status = Integer.parseInt(text.substring(9, 12));
        if (status == 100) {
            return parse(text.substring(end + 4).getBytes(StandardCharsets.UTF_8), took);
        }
        String body = text.substring(end + 4);
        boolean chunked = header(head, "transfer-encoding").contains("chunked");
        return Optional.of(new Answer(status, header(head, "content-type"), chunked ? dechunked(body) : body, took));
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Chunk sizes count bytes, which is exact for ASCII. */
    private static String dechunked(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int line = at;
            while (line < bytes.length && bytes[line] != '\r') {
                line++;
            }
            String size = new String(bytes, at, line - at, StandardCharsets.US_ASCII);
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                break;
            }
            int length = Integer.parseInt(size, 16);
            int from = line + 2;
            int to = Math.min(bytes.length, from + length);
            if (length == 0 || from >= to) {
                break;
            }
            whole.write(bytes, from, to - from);
            at = to + 2;
        }
        return whole.toString(StandardCharsets.UTF_8);
    }
}
