package dev.lossline.contract.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A message on {@link Topic#DEAD_LETTERS}: the original's key, bytes and headers, and why it could not be processed.
 */
public final class DeadLetter {
    /** The prefix of all headers that are not the original's. */
    public static final String PREFIX = "dead-letter-";

    public static final String REASON = PREFIX + "reason";
    public static final String SERVICE = PREFIX + "service";
    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";

    /** Header of a resent message: the dead letter that it was. */
    public static final String RESENT = PREFIX + "resent";

    /** The reason may quote the message, which may have megabytes. */
    private static final int MAX_REASON_LENGTH = 1_000;

    private DeadLetter() {}

    /**
     * Creates the dead letter of a message.
     *
     * @param service the service that could not process it
     */
    public static ProducerRecord<String, byte[]> of(
            ConsumerRecord<String, byte[]> original, String service, String reason) {
        Headers headers = originalHeaders(original.headers());
        add(headers, REASON, cut(String.valueOf(reason)));
        add(headers, SERVICE, service);
        add(headers, TOPIC, original.topic());
        add(headers, PARTITION, Integer.toString(original.partition()));
        add(headers, OFFSET, Long.toString(original.offset()));
        return new ProducerRecord<>(Topic.DEAD_LETTERS.name(), null, original.key(), original.value(), headers);
    }

    /**
     * Recreates the original message of a dead letter, for its original topic.
     *
     * @param letter identifies the dead letter in the header {@link #RESENT}
     */
    public static ProducerRecord<String, byte[]> resent(
            String topic, String key, byte[] value, Headers headers, String letter) {
        Headers original = originalHeaders(headers);
        add(original, RESENT, letter);
        return new ProducerRecord<>(topic, null, key, value, original);
    }

    /** The last value of a header as text; null if it is missing. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The headers of the original. */
    public static Headers originalHeaders(Headers headers) {
        Headers original = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(PREFIX)) {
                original.add(header);
            }
        }
        return original;
    }

    private static String cut(String reason) {
        return reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH) + "…";
    }

    private static void add(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
