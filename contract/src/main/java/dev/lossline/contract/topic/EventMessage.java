package dev.lossline.contract.topic;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.UnreadableEventException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as a message: on its own topic, under its own key. Events with the same key keep their order only within a
 * topic, so an event on another topic would be recorded out of order.
 */
public final class EventMessage {
    /** Bounds times, because an Instant can exceed the range of databases and of arithmetic with durations. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private EventMessage() {}

    /**
     * Reads the event of a message.
     *
     * @param type the expected family of events
     * @throws UnreadableEventException saying what is wrong with the bytes, the key or the topic
     */
    public static <E extends Event> E read(ConsumerRecord<String, byte[]> message, Class<E> type)
            throws UnreadableEventException {
        E event = EventJson.read(message.value(), type);
        if (!event.key().equals(message.key())) {
            throw new UnreadableEventException("the key is %s; that of the event is %s"
                    .formatted(message.key() == null ? "missing" : "'" + message.key() + "'", event.key()));
        }
        if (event.occurredAt().isBefore(EARLIEST) || !event.occurredAt().isBefore(LATEST)) {
            throw new UnreadableEventException(
                    "occurredAt is %s; allowed: from %s to before %s".formatted(event.occurredAt(), EARLIEST, LATEST));
        }
        Topic topic = Topic.of(event);
        if (!topic.name().equals(message.topic())) {
            throw new UnreadableEventException(
                    "%s belongs on %s".formatted(event.getClass().getSimpleName(), topic.name()));
        }
        return event;
    }
}
