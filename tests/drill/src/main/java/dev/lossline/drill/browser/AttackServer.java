package dev.lossline.drill.browser;

import dev.lossline.specification.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The server of a hostile page. It serves {@code /attack} and takes the page's report. Every other connection it passes on to
 * the orchestrator, unchanged but for keep-alive: this is what happens after DNS rebinding, when the page's host name resolves to the
 * orchestrator's address.
 */
public final class AttackServer implements AutoCloseable {
    private static final int MAX_HEAD = 64 << 10;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final ServerSocket server;
    private final int orchestrator;
    private final BlockingQueue<AttackReport> reports = new LinkedBlockingQueue<>();
    private volatile String page = "";

    /** @param orchestrator the port to attack */
    public AttackServer(int orchestrator) throws IOException {
        this.orchestrator = orchestrator;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("attack-server").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /**
     * Loads the page with its victims.
     *
     * @param target the origin to attack; empty for the page's own
     */
    public void serve(String target, String experiment, String document) throws IOException {
        try (InputStream template =
                Objects.requireNonNull(AttackServer.class.getResourceAsStream("attack.html"), "attack.html")) {
            page = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("__TARGET__", Json.MAPPER.writeValueAsString(target))
                    .replace("__EXPERIMENT__", Json.MAPPER.writeValueAsString(experiment))
                    .replace("__DOCUMENT__", Json.MAPPER.writeValueAsString(document));
        }
        reports.clear();
    }

    /** The page's report; empty if it does not come in time. */
    public Optional<AttackReport> report(Duration patience) throws InterruptedException {
        return Optional.ofNullable(reports.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> handle(client));
            } catch (IOException e) {
                // Closed, or the client disconnected.
            }
        }
    }

    private void handle(Socket client) {
        try (client) {
            byte[] begun = head(client.getInputStream());
            String head = new String(begun, StandardCharsets.ISO_8859_1);
            if (head.startsWith("GET /attack")) {
                answer(client.getOutputStream(), "text/html; charset=utf-8", page);
            } else if (head.startsWith("POST /report")) {
                reports.add(Json.MAPPER.readValue(body(client.getInputStream(), head), AttackReport.class));
                answer(client.getOutputStream(), "text/plain", "");
            } else if (begun.length > 0) {
                passOn(client, head.replaceFirst("(?i)\r\nConnection: keep-alive\r\n", "\r\nConnection: close\r\n"));
            }
        } catch (IOException e) {
            // The browser disconnected.
        }
    }

    /** Forwards one request per connection, because the next one may be for this server. */
    private void passOn(Socket client, String head) throws IOException {
        try (Socket victim = new Socket(InetAddress.getLoopbackAddress(), orchestrator)) {
            victim.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            Thread back = Thread.ofVirtual().start(() -> copy(victim, client));
            copy(client, victim);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has closed the connection; the other side notices.
        }
    }

    /** The bytes up to the end of the request head or of the stream. */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next;
        while (bytes.size() < MAX_HEAD && (next = in.read()) >= 0) {
            bytes.write(next);
            if (next == '\n' && bytes.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
                break;
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] body(InputStream in, String head) throws IOException {
        int length = head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return in.readNBytes(length);
    }

    private static void answer(OutputStream out, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(type, bytes.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }
}
