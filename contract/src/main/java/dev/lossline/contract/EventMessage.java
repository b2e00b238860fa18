package dev.lossline.contract;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as a message: on its own topic, under its own key. Events of a key keep their order on one topic only, so an
 * event elsewhere would be recorded once before and once after those that it belongs to.
 */
public final class EventMessage {
    private EventMessage() {}

    /**
     * Reads the event of a message.
     *
     * @param type the family that is expected there
     * @throws UnreadableEventException saying what is wrong with the bytes, the key or the topic
     */
    public static <E extends Event> E read(ConsumerRecord<String, byte[]> message, Class<E> type)
            throws UnreadableEventException {
        E event = EventJson.read(message.value(), type);
        if (!event.key().equals(message.key())) {
            throw new UnreadableEventException("the key is %s; that of the event is %s"
                    .formatted(message.key() == null ? "missing" : "'" + message.key() + "'", event.key()));
        }
        Topic topic = Topic.of(event);
        if (!topic.name().equals(message.topic())) {
            throw new UnreadableEventException(
                    "%s belongs on %s".formatted(event.getClass().getSimpleName(), topic.name()));
        }
        return event;
    }
}
