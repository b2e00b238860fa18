package dev.lossline.contract;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A message on {@link Topic#DEAD_LETTERS}: the original's key, bytes and headers, and why it could not be used. */
public final class DeadLetter {
    public static final String REASON = "dead-letter-reason";
    public static final String SERVICE = "dead-letter-service";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

    private DeadLetter() {}

    /**
     * The dead letter of a message.
     *
     * @param service who could not use it
     */
    public static ProducerRecord<String, byte[]> of(
            ConsumerRecord<String, byte[]> original, String service, String reason) {
        Headers headers = new RecordHeaders(original.headers());
        add(headers, REASON, reason);
        add(headers, SERVICE, service);
        add(headers, TOPIC, original.topic());
        add(headers, PARTITION, Integer.toString(original.partition()));
        add(headers, OFFSET, Long.toString(original.offset()));
        return new ProducerRecord<>(Topic.DEAD_LETTERS.name(), null, original.key(), original.value(), headers);
    }

    private static void add(Headers headers, String key, String value) {
        headers.add(key, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }
}
