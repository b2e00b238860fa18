package dev.lossline.contract.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lossline.contract.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter. Missing information is null, because anyone can write to the topic.
 *
 * @param id partition and offset on {@link Topic#DEAD_LETTERS}, such as {@code 0-17}
 * @param at when processing failed
 * @param topic the topic of the original
 * @param service the service that could not process it
 * @param size the size of the original's body in bytes
 * @param headers the original's headers; null in lists
 * @param body the first bytes of the original as base64; null in lists, and if the original has no body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterRepresentation(
        String id,
        Instant at,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String key,
        int size,
        @Nullable String reason,
        @Nullable String service,
        @Nullable List<Header> headers,
        @Nullable String body) {
    /** The maximum number of bytes of a body that are shown. */
    public static final int MAX_BODY_LENGTH = 16 << 10;

    public DeadLetterRepresentation {
        headers = headers == null ? null : List.copyOf(headers);
    }

    /**
     * A header of the original.
     *
     * @param value as text; invalid UTF-8 is replaced
     */
    public record Header(String name, String value) {}

    /** The position of a resent message. */
    public record Resent(String topic, int partition, long offset) {}
}
