package dev.lossline.drill.faults;

import dev.lossline.drill.harness.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A client that follows the events of an experiment. If its stream ends, it continues after the last event on the next
 * orchestrator.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class StreamFollower implements AutoCloseable {
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);
    private static final int OK = 200;

    private final List<StackProcess> orchestrators;
    private final UUID experiment;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<String> events = new ArrayList<>();
    private final Thread reader;
    private volatile StackProcess source;
    private volatile boolean closed;
    private StackProcess lastSource;
    private int moves;

    /** What was received since the last blank line. */
    private String id;

    private String data;

    /** Where to go on; null before the first event. */
    private String lastId;

    StreamFollower(List<StackProcess> orchestrators, UUID experiment) {
        this.orchestrators = orchestrators;
        this.experiment = experiment;
        this.source = orchestrators.getFirst();
        this.reader = Thread.ofVirtual().name("follower").start(this::follow);
    }

    /** Who answers it now, or is asked. */
    StackProcess source() {
        return source;
    }

    /** The events so far, as they were sent. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** How often it has gone on at another orchestrator than that of the event before. */
    synchronized int moves() {
        return moves;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        client.shutdownNow();
        reader.join();
        client.close();
    }

    private void follow() {
        for (int next = 0; !closed; next++) {
            source = orchestrators.get(next % orchestrators.size());
            read();
            LockSupport.parkNanos(RETRY_DELAY.toNanos());
        }
    }

    private void read() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/api/experiments/%s/events".formatted(source.port(), experiment)));
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        id = null;
        data = null;
        try {
            HttpResponse<Stream<String>> answer = client.send(request.build(), BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() == OK) {
                    lines.forEach(this::line);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Disconnected as intended, or the orchestrator is down: continue with the next one.
        } catch (InterruptedException e) {
            throw new IllegalStateException("unexpected interrupt", e);
        }
    }

    private synchronized void received(String event) {
        moves += events.isEmpty() || source.equals(lastSource) ? 0 : 1;
        lastSource = source;
        events.add(event);
    }

    private void line(String line) {
        if (line.startsWith("id:")) {
            id = line.substring("id:".length()).strip();
        } else if (line.startsWith("data:")) {
            data = line.substring("data:".length()).strip();
        } else if (line.isEmpty() && data != null) {
            received(data);
            lastId = id;
            data = null;
        }
    }
}
