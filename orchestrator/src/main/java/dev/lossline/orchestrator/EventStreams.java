package dev.lossline.orchestrator;

import dev.lossline.contract.Event;
import dev.lossline.contract.EventMessage;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The events of one experiment as Server-Sent Events, straight from the log: from its submission on, and live. The id of
 * an event is where the log's partitions stand after it, so that a client goes on where it was cut off.
 */
@ApplicationScoped
class EventStreams {
    static final List<Topic> TOPICS = List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Of what a stream has fetched and not sent; the defaults, 50 MB, times all streams are more than the heap. */
    private static final int FETCHED_BYTES = 256 << 10;

    private static final int FETCHED_EVENTS = 100;
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Map<String, Object> broker;
    private final Sse sse;
    private final Semaphore places;
    private final Duration heartbeat;

    EventStreams(@Identifier("default-kafka-broker") Map<String, Object> broker, Sse sse, OrchestratorConfig config) {
        this.broker = broker;
        this.sse = sse;
        this.places = new Semaphore(config.maxEventStreams());
        this.heartbeat = config.eventStreamHeartbeat();
    }

    /**
     * The stream of an experiment.
     *
     * @param submittedAt from where on the log has events of it
     * @param lastEventId id of the last event that the client has; null for all
     * @throws ProblemException 503 where too many streams are open, 400 where the id is none of ours
     */
    Multi<OutboundSseEvent> of(UUID experimentId, Instant submittedAt, String lastEventId) {
        StreamPosition position = StreamPosition.parse(TOPICS, lastEventId);
        // Once a stream is open, there is no status to refuse it with.
        if (!places.tryAcquire()) {
            throw ProblemException.busy("Too many event streams are open. Try again later.");
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return Multi.createFrom()
                .<OutboundSseEvent>emitter(
                        emitter -> {
                            emitter.onTermination(() -> open.set(false));
                            Thread reader = Thread.ofVirtual()
                                    .name("events-" + experimentId)
                                    .unstarted(() -> follow(experimentId, submittedAt, position, emitter, open));
                            emitter.onRequest(number -> LockSupport.unpark(reader));
                            reader.start();
                        },
                        BackPressureStrategy.BUFFER);
    }

    private void follow(
            UUID experimentId,
            Instant submittedAt,
            StreamPosition position,
            MultiEmitter<? super OutboundSseEvent> emitter,
            AtomicBoolean open) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            position.seek(consumer, submittedAt.minus(SLACK).toEpochMilli());
            Instant heard = Instant.now();
            while (open.get()) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    position.passed(message);
                    if (isOf(experimentId, message) && canTakeMore(emitter, open)) {
                        emitter.emit(event(message, position));
                        heard = Instant.now();
                    }
                }
                if (heard.plus(heartbeat).isBefore(Instant.now()) && canTakeMore(emitter, open)) {
                    emitter.emit(sse.newEventBuilder().comment("still here").build());
                    heard = Instant.now();
                }
            }
        } catch (RuntimeException e) {
            emitter.fail(e);
        } finally {
            places.release();
        }
    }

    /**
     * Waits until the client has read what it was sent: nothing is kept for one that does not read. Its connection is
     * closed after a while. False where the stream has ended.
     */
    private static boolean canTakeMore(MultiEmitter<? super OutboundSseEvent> emitter, AtomicBoolean open) {
        while (open.get() && emitter.requested() == 0) {
            // Woken by the next request: a client that reads makes it within a fraction of a millisecond.
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return open.get();
    }

    private OutboundSseEvent event(ConsumerRecord<String, byte[]> message, StreamPosition position) {
        return sse.newEventBuilder()
                .id(position.toString())
                .mediaType(jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE)
                .data(new String(message.value(), java.nio.charset.StandardCharsets.UTF_8))
                .build();
    }

    /** Keys are the experiment's id or start with it; what is no event under that key is a dead letter. */
    private static boolean isOf(UUID experimentId, ConsumerRecord<String, byte[]> message) {
        if (message.key() == null || !message.key().startsWith(experimentId.toString())) {
            return false;
        }
        try {
            return EventMessage.read(message, Event.class).experimentId().equals(experimentId);
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FETCHED_EVENTS);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
