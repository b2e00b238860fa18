package dev.lossline.contract.checkpoint;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.specification.Model;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A part of a checkpoint that is larger than {@link #MAX_BYTES}: docs/adr/0013-checkpoints-in-parts.md. The file
 * consists of the parts in the order of their numbers; all but the last have that size. Two generations alternate: if a
 * trainer is lost while writing one, the other is still complete.
 *
 * @param generation 0 or 1
 * @param number from 1
 * @param count the number of parts of the file
 * @param sha256 the hash of the whole file in lower-case hexadecimal
 */
public record CheckpointPart(int generation, int number, int count, String sha256) {
    /** The maximum size of a part; smaller files are a single message. */
    public static final int MAX_BYTES = 16 << 20;

    /**
     * The state per weight: the weight itself; with SGD's momentum also a buffer (8 bytes), with Adam and AdamW two
     * moments.
     */
    private static final int MAX_BYTES_PER_WEIGHT = 12;

    /** A generous limit for the names, shapes and metadata of a file. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    /** The maximum number of parts of a checkpoint of a valid specification. */
    public static final int MAX_COUNT =
            (int) Math.ceilDiv(Model.MAX_WEIGHTS * MAX_BYTES_PER_WEIGHT + MAX_HEADER_BYTES, (long) MAX_BYTES);

    private static final String COUNT = "parts";
    private static final String SHA256 = "sha256";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public CheckpointPart {
        if (generation < 0 || generation > 1) {
            throw new IllegalArgumentException("generation is " + generation + "; allowed: 0 and 1");
        }
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(COUNT + " is " + count + "; allowed: 1 to " + MAX_COUNT);
        }
        if (number < 1 || number > count) {
            throw new IllegalArgumentException("part number is " + number + "; allowed: 1 to " + count);
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    SHA256 + " is '%.100s'; allowed: 64 hexadecimal digits".formatted(sha256));
        }
    }

    /** The message headers besides those of {@link CheckpointHeaders}. */
    public List<Header> toHeaders() {
        return List.of(header(COUNT, Integer.toString(count)), header(SHA256, sha256));
    }

    /**
     * Reads the part in a message with the key of a part.
     *
     * @throws UnreadableEventException if a header is missing or invalid, or the message is empty or too large
     */
    public static CheckpointPart from(CheckpointKey.Part key, ConsumerRecord<String, byte[]> message)
            throws UnreadableEventException {
        if (message.value() == null || message.value().length == 0 || message.value().length > MAX_BYTES) {
            throw new UnreadableEventException("a part of a checkpoint has %s bytes; allowed: 1 to %d"
                    .formatted(message.value() == null ? "no" : message.value().length, MAX_BYTES));
        }
        try {
            return new CheckpointPart(
                    key.generation(),
                    key.number(),
                    Integer.parseInt(text(message.headers(), COUNT)),
                    text(message.headers(), SHA256));
        } catch (NumberFormatException e) {
            throw new UnreadableEventException("header " + COUNT + " is not a number: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("a part of a checkpoint: " + e.getMessage(), e);
        }
    }

    private static String text(Headers headers, String name) throws UnreadableEventException {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new UnreadableEventException("header " + name + " is missing");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
