package dev.lossline.contract.checkpoint;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a message on {@link Topic#CHECKPOINTS}, which describe its safetensors bytes.
 *
 * @param epoch the last completed epoch
 * @param attempt the attempt that created it
 * @param isFinal whether it is the trained model, without the state needed to continue training
 */
public record CheckpointHeaders(int epoch, int attempt, boolean isFinal) {
    private static final String EPOCH = "epoch";
    private static final String ATTEMPT = "attempt";
    private static final String FINAL = "final";

    public CheckpointHeaders {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is " + epoch + "; allowed: 0 and more");
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is " + attempt + "; allowed: 1 and more");
        }
    }

    public List<Header> toHeaders() {
        return List.of(
                header(EPOCH, Integer.toString(epoch)),
                header(ATTEMPT, Integer.toString(attempt)),
                header(FINAL, Boolean.toString(isFinal)));
    }

    /**
     * Reads the headers.
     *
     * @throws UnreadableEventException if a header is missing or not a valid number
     */
    public static CheckpointHeaders from(Headers headers) throws UnreadableEventException {
        try {
            return new CheckpointHeaders(
                    Integer.parseInt(text(headers, EPOCH)),
                    Integer.parseInt(text(headers, ATTEMPT)),
                    Boolean.parseBoolean(text(headers, FINAL)));
        } catch (NumberFormatException e) {
            throw new UnreadableEventException("header epoch or attempt is not a number: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("header " + e.getMessage(), e);
        }
    }

    private static String text(Headers headers, String key) throws UnreadableEventException {
        Header header = headers.lastHeader(key);
        if (header == null || header.value() == null) {
            throw new UnreadableEventException("header " + key + " is missing");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
