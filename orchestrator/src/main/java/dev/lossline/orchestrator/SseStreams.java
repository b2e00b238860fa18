package dev.lossline.orchestrator;

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
 * Streams of Server-Sent Events: so many at a time, each written by a thread of its own, which is no faster than its
 * client reads and says in a comment that it is there where there is nothing else to say.
 */
final class SseStreams {
    private static final Logger LOG = Logger.getLogger(SseStreams.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Sse sse;
    private final Semaphore places;
    private final Duration heartbeat;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** @param most how many may be open at a time */
    SseStreams(Sse sse, int most, Duration heartbeat) {
        this.sse = sse;
        this.places = new Semaphore(most);
        this.heartbeat = heartbeat;
    }

    /**
     * Opens a stream, which ends where its writer returns; one that could not read the results or the log ends too, and
     * its client is told why when it comes back.
     *
     * @param name of the thread that writes it
     * @throws ProblemException 503 where too many streams are open, or no more are taken
     */
    Multi<OutboundSseEvent> open(String name, Consumer<Client> writer) {
        // Once a stream is open, there is no status to refuse it with.
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
     * Ends all streams, and takes no more: their clients come back to who is there next, and a server that stops waits
     * for none of them.
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

    /** Who reads a stream. All but {@link #isOpen} is for the thread that writes it. */
    final class Client {
        private final MultiEmitter<? super OutboundSseEvent> emitter;
        private final AtomicBoolean open = new AtomicBoolean(true);
        private Thread thread;

        /** So that the first beat is sent at once: an answer begins with its first event or comment. */
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
         * Waits until the client has read what it was sent: nothing is kept for one that does not read. Its connection
         * is closed after a while. False where the stream has ended.
         */
        boolean canTakeMore() {
            while (isOpen() && emitter.requested() == 0) {
                // Woken by the next request: a client that reads makes it within a fraction of a millisecond.
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return isOpen();
        }

        /** Sends an event; nothing where the stream has ended. */
        void send(String id, String data) {
            send(sse.newEventBuilder()
                    .id(id)
                    .mediaType(jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE)
                    .data(data)
                    .build());
        }

        /** Says that the stream is still there where it has said nothing for a while. */
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
