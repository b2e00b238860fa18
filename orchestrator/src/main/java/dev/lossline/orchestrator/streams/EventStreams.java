package dev.lossline.orchestrator.streams;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.kafka.LogReader;
import dev.lossline.orchestrator.kafka.StreamPosition;
import dev.lossline.orchestrator.problem.ProblemException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The events of one experiment as Server-Sent Events, read from the log: all events since its submission, then new ones
 * as they occur. An event's id is the position in all partitions after it, which lets a client resume after a
 * disconnect. All streams share one reader of the log's end and a few readers of older records.
 */
@ApplicationScoped
public class EventStreams {
    static final List<Topic> TOPICS = List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS);
    private static final Duration POLL = Duration.ofMillis(250);

    /** The maximum amount of data that a reader has fetched but not delivered. */
    private static final int FETCHED_BYTES = 1 << 20;

    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    private final SseStreams streams;
    private final LogTail tail;
    private final LogReaders readers;

    EventStreams(LogReader log, Sse sse, OrchestratorConfig config) {
        this.streams = new SseStreams(sse, config.maxEventStreams(), config.eventStreamHeartbeat());
        this.tail = new LogTail(TOPICS, () -> log.open(FETCHED_BYTES));
        this.readers = new LogReaders(() -> log.open(FETCHED_BYTES));
    }

    /**
     * The event stream of an experiment.
     *
     * @param submittedAt the time from which the log has events of it
     * @param lastEventId the id of the last event that the client received; null for all events
     * @throws ProblemException 503 if too many streams are open, 400 if the id does not belong to this stream
     */
    public Multi<OutboundSseEvent> of(UUID experimentId, Instant submittedAt, String lastEventId) {
        StreamPosition position = StreamPosition.parse(TOPICS, lastEventId);
        return streams.open("events-" + experimentId, client -> {
            try {
                follow(experimentId, submittedAt, position, client);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        streams.end();
    }

    @PreDestroy
    void close() {
        tail.close();
        readers.close();
    }

    private void follow(UUID experimentId, Instant submittedAt, StreamPosition position, SseStreams.Client client)
            throws InterruptedException {
        RecentRecords recent = tail.records();
        client.beat();
        while (client.isOpen()) {
            OptionalLong sequence = recent.join(position);
            if (sequence.isPresent()) {
                followTail(recent, sequence.getAsLong(), experimentId, position, client);
            } else {
                catchUp(submittedAt.minus(CLOCK_MARGIN), experimentId, position, client);
            }
            client.beat();
        }
    }

    /** Sends events until the stream ends, or the client is so slow that the next records have been dropped. */
    private static void followTail(
            RecentRecords recent, long from, UUID experimentId, StreamPosition position, SseStreams.Client client)
            throws InterruptedException {
        long next = from;
        while (client.isOpen()) {
            Optional<RecentRecords.Page> page = recent.read(next, POLL);
            if (page.isEmpty()) {
                return;
            }
            send(page.get().records(), experimentId, position, client);
            next = page.get().next();
            client.beat();
        }
    }

    private void catchUp(Instant since, UUID experimentId, StreamPosition position, SseStreams.Client client)
            throws InterruptedException {
        Optional<LogReaders.Found> found = readers.next(position, since.toEpochMilli(), POLL);
        if (found.isPresent()) {
            send(found.get().records(), experimentId, position, client);
            position.reach(found.get().reached());
        }
    }

    private static void send(
            List<ConsumerRecord<String, byte[]>> messages,
            UUID experimentId,
            StreamPosition position,
            SseStreams.Client client) {
        for (ConsumerRecord<String, byte[]> message : messages) {
            if (position.pass(message)) {
                // Serialized again: logs of older versions contain "NaN", which is not valid in JSON.
                event(experimentId, message)
                        .ifPresent(event -> client.send(
                                position.toString(), new String(EventJson.write(event), StandardCharsets.UTF_8)));
            }
        }
    }

    /** Parses an event. Keys are or start with the experiment's id; other messages with such a key are dead letters. */
    private static Optional<Event> event(UUID experimentId, ConsumerRecord<String, byte[]> message) {
        if (message.key() == null || !message.key().startsWith(experimentId.toString())) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventMessage.read(message, Event.class))
                    .filter(event -> event.experimentId().equals(experimentId));
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }
}
