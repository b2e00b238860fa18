package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A dead letter as the API shows it. What a message does not say is null: anybody can write to the topic.
 *
 * @param id partition and offset on {@link Topic#DEAD_LETTERS}, such as {@code 0-17}
 * @param at when it was found to be unusable
 * @param topic where the original was read
 * @param service who could not use it
 * @param size of the original's body, in bytes
 * @param headers of the original; null in lists
 * @param body the first bytes of the original, as base64; null in lists, and where the original has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterRepresentation(
        String id,
        Instant at,
        String topic,
        Integer partition,
        Long offset,
        String key,
        int size,
        String reason,
        String service,
        List<Header> headers,
        String body) {
    /** Most bytes of a body that are shown. */
    public static final int LONGEST_BODY = 16 << 10;

    public DeadLetterRepresentation {
        headers = headers == null ? null : List.copyOf(headers);
    }

    /**
     * A header of the original.
     *
     * @param value as text; what is no UTF-8 in it is replaced
     */
    public record Header(String name, String value) {}

    /** Where a message is now that was sent again. */
    public record Resent(String topic, int partition, long offset) {}
}
