package dev.lossline.orchestrator.deadletters;

import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.contract.api.DeadLetterRepresentation.Header;
import dev.lossline.contract.checkpoint.MessageBody;
import dev.lossline.contract.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** A dead letter for display. Letters can be written by anyone: they may have any length and lack our headers. */
final class DeadLetterView {
    private static final int MAX_TEXT_LENGTH = 1_000;
    private static final int MAX_HEADERS = 100;

    private DeadLetterView() {}

    static String id(ConsumerRecord<?, ?> letter) {
        return letter.partition() + "-" + letter.offset();
    }

    static DeadLetterRepresentation inList(ConsumerRecord<String, MessageBody> letter) {
        return of(letter, null, null);
    }

    static DeadLetterRepresentation whole(ConsumerRecord<String, MessageBody> letter) {
        List<Header> headers = new ArrayList<>();
        for (var header : DeadLetter.originalHeaders(letter.headers())) {
            if (headers.size() < MAX_HEADERS) {
                String value = header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
                headers.add(new Header(cut(header.key()), cut(value)));
            }
        }
        String body = letter.value() == null
                ? null
                : Base64.getEncoder().encodeToString(letter.value().start().array());
        return of(letter, headers, body);
    }

    private static DeadLetterRepresentation of(
            ConsumerRecord<String, MessageBody> letter, List<Header> headers, String body) {
        Headers all = letter.headers();
        Long partition = number(all, DeadLetter.PARTITION);
        return new DeadLetterRepresentation(
                id(letter),
                Instant.ofEpochMilli(letter.timestamp()),
                cut(DeadLetter.text(all, DeadLetter.TOPIC)),
                partition == null ? null : Math.toIntExact(Math.clamp(partition, -1, Integer.MAX_VALUE)),
                number(all, DeadLetter.OFFSET),
                cut(letter.key()),
                letter.value() == null ? 0 : letter.value().size(),
                cut(DeadLetter.text(all, DeadLetter.REASON)),
                cut(DeadLetter.text(all, DeadLetter.SERVICE)),
                headers,
                body);
    }

    private static Long number(Headers headers, String name) {
        String text = DeadLetter.text(headers, name);
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static String cut(String text) {
        return text == null || text.length() <= MAX_TEXT_LENGTH + 1 ? text : text.substring(0, MAX_TEXT_LENGTH) + "…";
    }
}
