package dev.lossline.orchestrator.streams;

import dev.lossline.orchestrator.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * A limited number of streams of Server-Sent Events. Each has its own thread, which writes only as fast as its client
 * reads, and sends comments as heartbeats.
 */
final class SseStreams {
    private static final Logger LOG = Logger.getLogger(SseStreams.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Sse sse;
    private final Semaphore places;
    private final Duration heartbeat;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** @param most the maximum number of open streams */
    SseStreams(Sse sse, int most, Duration heartbeat) {
        this.sse = sse;
        this.places = new Semaphore(most);
        this.heartbeat = heartbeat;
    }

    /**
     * Opens a stream, which ends when its writer returns. It also ends if the results or the log cannot be read; the
     * client gets the reason when it reconnects.
     *
     * @param name the name of the thread that writes it
     * @throws ProblemException 503 if too many streams are open, or the server is shutting down
     */
    Multi<OutboundSseEvent> open(String name, Consumer<Client> writer) {
        // An open stream can no longer be rejected with a status.
        if (ending) {
            throw ProblemException.unavailable("This orchestrator is stopping. Try again.", null);
        }
        if (!places.tryAcquire()) {
            throw ProblemException.busy("Too many event streams are open. Try again later.");
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Client client = new Client(emitter);
                            client.thread = Thread.ofVirtual().name(name).unstarted(() -> write(writer, client));
                            emitter.onTermination(client::end);
                            emitter.onRequest(number -> LockSupport.unpark(client.thread));
                            clients.add(client);
                            client.thread.start();
                            if (ending) {
                                client.end();
                            }
                        },
                        BackPressureStrategy.BUFFER);
    }

    /**
     * Ends all streams and accepts no new ones. Clients reconnect to a running server, and shutdown does not wait for
     * streams.
     */
    void end() {
        ending = true;
        clients.forEach(Client::end);
    }

    private void write(Consumer<Client> writer, Client client) {
        try {
            writer.accept(client);
            client.emitter.complete();
        } catch (ProblemException e) {
            client.emitter.complete();
        } catch (KafkaException e) {
            LOG.warnf("The stream %s ends: %s", client.thread.getName(), e.getMessage());
            client.emitter.complete();
        } catch (RuntimeException e) {
            client.emitter.fail(e);
        } finally {
            clients.remove(client);
            places.release();
        }
    }

    /** The reader of a stream. Only {@link #isOpen} may be called from outside the thread that writes the stream. */
    final class Client {
        private final MultiEmitter<? super OutboundSseEvent> emitter;
        private final AtomicBoolean open = new AtomicBoolean(true);
        private Thread thread;

        /** Makes the first heartbeat due immediately: a response begins with its first event or comment. */
        private long heard = System.nanoTime() - heartbeat.toNanos() - 1;

        private Client(MultiEmitter<? super OutboundSseEvent> emitter) {
            this.emitter = emitter;
        }

        private void end() {
            open.set(false);
            LockSupport.unpark(thread);
        }

        boolean isOpen() {
            return open.get();
        }

        /**
         * Waits until the client has read what it was sent. Nothing is queued for a client that does not read; its
         * connection is closed after a while. Returns false if the stream has ended.
         */
        boolean canTakeMore() {
            while (isOpen() && emitter.requested() == 0) {
                // Request handling unparks the thread; a client that reads requests more within a fraction of a
                // millisecond.
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
            return isOpen();
        }

        /** Sends an event; does nothing if the stream has ended. */
        void send(String id, String data) {
            send(sse.newEventBuilder()
                    .id(id)
                    .mediaType(jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE)
                    .data(data)
                    .build());
        }

        /** Sends a heartbeat comment if nothing was sent for a while. */
        void beat() {
            if (System.nanoTime() - heard > heartbeat.toNanos()) {
                send(sse.newEventBuilder().comment("still here").build());
            }
        }

        private void send(OutboundSseEvent event) {
            if (canTakeMore()) {
                emitter.emit(event);
                heard = System.nanoTime();
            }
        }
    }
}
