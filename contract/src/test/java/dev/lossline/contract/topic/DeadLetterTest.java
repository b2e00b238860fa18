package dev.lossline.contract.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private final ConsumerRecord<String, byte[]> original =
            new ConsumerRecord<>(Topic.TRAINING.name(), 3, 7, "key", "body".getBytes(UTF_8));

    @Test
    void holdsTheOriginalAndSaysWhy() {
        original.headers().add("own", "1".getBytes(UTF_8));
        original.headers().add(DeadLetter.TOPIC, "forged".getBytes(UTF_8));
        var letter = DeadLetter.of(original, "recorder", "x".repeat(5_000_000));

        assertThat(letter.key()).isEqualTo("key");
        assertThat(letter.value()).isEqualTo(original.value());
        assertThat(letter.headers().headers(DeadLetter.TOPIC)).hasSize(1);
        assertThat(DeadLetter.text(letter.headers(), DeadLetter.TOPIC)).isEqualTo("lossline.training");
        assertThat(DeadLetter.text(letter.headers(), DeadLetter.OFFSET)).isEqualTo("7");
        assertThat(DeadLetter.text(letter.headers(), "own")).isEqualTo("1");
        assertThat(DeadLetter.text(letter.headers(), DeadLetter.REASON)).hasSize(1001);
    }

    @Test
    void isSentAgainUnchanged() {
        original.headers().add("own", "1".getBytes(UTF_8));
        var letter = DeadLetter.of(original, "recorder", "no reason");
        var again = DeadLetter.resent(Topic.TRAINING.name(), letter.key(), letter.value(), letter.headers(), "0-17");

        assertThat(again.topic()).isEqualTo(Topic.TRAINING.name());
        assertThat(again.headers()).hasSize(2);
        assertThat(DeadLetter.text(again.headers(), "own")).isEqualTo("1");
        assertThat(DeadLetter.text(again.headers(), DeadLetter.RESENT)).isEqualTo("0-17");
    }
}
