package dev.lossline.orchestrator;

import dev.lossline.contract.Event;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.EventMessage;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    /** Of what a stream has fetched and not sent; the defaults, 50 MB, times all streams are more than the heap. */
    private static final int FETCHED_BYTES = 256 << 10;

    private static final int FETCHED_EVENTS = 100;
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Map<String, Object> broker;
    private final SseStreams streams;

    EventStreams(@Identifier("default-kafka-broker") Map<String, Object> broker, Sse sse, OrchestratorConfig config) {
        this.broker = broker;
        this.streams = new SseStreams(sse, config.maxEventStreams(), config.eventStreamHeartbeat());
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
        return streams.open("events-" + experimentId, client -> follow(experimentId, submittedAt, position, client));
    }

    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        streams.end();
    }

    private void follow(UUID experimentId, Instant submittedAt, StreamPosition position, SseStreams.Client client) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            position.seek(consumer, submittedAt.minus(SLACK).toEpochMilli());
            while (client.isOpen()) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    position.passed(message);
                    // Written anew: logs of older versions hold "NaN", which is not a number in JSON.
                    event(experimentId, message)
                            .ifPresent(event -> client.send(
                                    position.toString(), new String(EventJson.write(event), StandardCharsets.UTF_8)));
                }
                client.beat();
            }
        }
    }

    /** Keys are the experiment's id or start with it; what is no event under that key is a dead letter. */
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
