package dev.lossline.contract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The bytes of an event: UTF-8 JSON. */
public final class EventJson {
    /** Kept: finding out how events are written and read takes longer than a small event. */
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(Event.class);

    private static final ObjectReader READER = Json.MAPPER.readerFor(Event.class);

    private EventJson() {}

    public static byte[] write(Event event) {
        try {
            return WRITER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + event, e);
        }
    }

    /**
     * Reads one event.
     *
     * @param type the family that is expected there
     * @throws UnreadableEventException saying what is wrong with the bytes
     */
    public static <E extends Event> E read(byte[] bytes, Class<E> type) throws UnreadableEventException {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableEventException("no bytes");
        }
        try {
            JsonNode tree = READER.readTree(bytes);
            int version = tree.path("schemaVersion").asInt(-1);
            if (version != Event.SCHEMA_VERSION) {
                throw new UnreadableEventException("schemaVersion is %s; this build reads %d"
                        .formatted(tree.path("schemaVersion"), Event.SCHEMA_VERSION));
            }
            Event event = READER.treeToValue(tree, Event.class);
            if (!type.isInstance(event)) {
                throw new UnreadableEventException("type is %s; expected here: %s"
                        .formatted(tree.path("type").asText(), type.getSimpleName()));
            }
            return type.cast(event);
        } catch (JacksonException e) {
            throw new UnreadableEventException(e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new UnreadableEventException(String.valueOf(e.getMessage()), e);
        }
    }
}
