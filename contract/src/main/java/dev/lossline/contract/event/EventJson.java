package dev.lossline.contract.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Converts events to and from UTF-8 JSON. */
public final class EventJson {
    /** Cached: determining how to serialize events takes longer than serializing a small one. */
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
     * Reads an event.
     *
     * @param type the expected family of events
     * @throws UnreadableEventException saying what is wrong with the bytes; no other exception is thrown for any input
     */
    public static <E extends Event> E read(byte[] bytes, Class<E> type) throws UnreadableEventException {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableEventException("no bytes");
        }
        try {
            requireVersion(bytes);
            Event event = READER.readValue(bytes);
            if (!type.isInstance(event)) {
                throw new UnreadableEventException("type is %s; expected here: %s"
                        .formatted(event.getClass().getSimpleName(), type.getSimpleName()));
            }
            return type.cast(event);
        } catch (JacksonException e) {
            throw new UnreadableEventException(e.getOriginalMessage(), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Jackson's deserializers of times, numbers and ids throw whatever the JDK's parsers throw.
            throw new UnreadableEventException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Finds the version without building a tree of the event, which could take fifty times its size. */
    private static void requireVersion(byte[] bytes) throws IOException, UnreadableEventException {
        try (JsonParser json = READER.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableEventException("not a JSON object with a schemaVersion");
            }
            String version = "missing";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("schemaVersion")) {
                    if (json.getValueAsInt(-1) == Event.SCHEMA_VERSION) {
                        return;
                    }
                    version = json.currentToken().isScalarValue() ? json.getText() : "a list or an object";
                }
                json.skipChildren();
            }
            throw new UnreadableEventException(
                    "schemaVersion is %s; this build reads %d".formatted(version, Event.SCHEMA_VERSION));
        }
    }
}
