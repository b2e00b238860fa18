package dev.lossline.orchestrator.deadletters;

import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.contract.api.DeadLetterRepresentation.Resent;
import dev.lossline.contract.checkpoint.MessageBody;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.problem.ProblemException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The dead letters, read from the log for each request. A letter can contain a checkpoint of 64 MiB, so only one
 * request reads at a time, and bodies are read only to resend a letter.
 */
@ApplicationScoped
class DeadLetterLog {
    /** The topic has one partition, so letters are totally ordered. */
    static final TopicPartition PARTITION = new TopicPartition(Topic.DEAD_LETTERS.name(), 0);

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int FETCH_BYTES = 1 << 20;

    private final Map<String, Object> broker;
    private final EventPublisher publisher;
    private final Semaphore place = new Semaphore(1);

    DeadLetterLog(@Identifier("default-kafka-broker") Map<String, Object> broker, EventPublisher publisher) {
        this.broker = broker;
        this.publisher = publisher;
    }

    /** The newest letters before an offset, newest first, without their bodies. */
    List<DeadLetterRepresentation> newest(int limit, long before) {
        return reading(MessageBody.upTo(0), reader -> {
            long to = Math.min(before, reader.end());
            List<DeadLetterRepresentation> letters = new ArrayList<>();
            reader.between(to - limit, to).forEach(letter -> letters.addFirst(DeadLetterView.inList(letter)));
            return letters;
        });
    }

    Optional<DeadLetterRepresentation> find(long offset) {
        return reading(MessageBody.upTo(DeadLetterRepresentation.MAX_BODY_LENGTH), reader -> reader.at(offset))
                .map(DeadLetterView::whole);
    }

    /**
     * Sends the original message to its original topic again; empty if there is no such letter.
     *
     * @throws ProblemException 409 if the letter does not name its origin, or the broker rejects the message
     */
    Optional<Resent> resend(long offset) throws InterruptedException {
        Optional<ConsumerRecord<String, byte[]>> letter =
                reading(new ByteArrayDeserializer(), reader -> reader.at(offset));
        return letter.isEmpty() ? Optional.empty() : Optional.of(resend(letter.get()));
    }

    private Resent resend(ConsumerRecord<String, byte[]> letter) throws InterruptedException {
        String topic = DeadLetter.text(letter.headers(), DeadLetter.TOPIC);
        if (topic == null
                || topic.equals(PARTITION.topic())
                || Topic.ALL.stream().noneMatch(known -> known.name().equals(topic))) {
            throw ProblemException.conflict(
                    "The dead letter does not name a topic of Lossline as its origin, so it cannot be sent again.");
        }
        try {
            RecordMetadata sent = publisher
                    .send(List.of(DeadLetter.resent(
                            topic, letter.key(), letter.value(), letter.headers(), DeadLetterView.id(letter))))
                    .getFirst();
            return new Resent(sent.topic(), sent.partition(), sent.offset());
        } catch (KafkaException e) {
            if (e.getCause() == null || e.getCause() instanceof RetriableException) {
                throw e;
            }
            throw ProblemException.conflict("The event log rejected the message: " + e.getMessage());
        }
    }

    private <V, R> R reading(Deserializer<V> bodies, Function<Reader<V>, R> use) {
        if (!place.tryAcquire()) {
            throw ProblemException.busy("Another request is reading the dead letters. Try again in a moment.");
        }
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(READ_TIMEOUT.toMillis()));
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), bodies)) {
            consumer.assign(List.of(PARTITION));
            return use.apply(new Reader<>(consumer));
        } finally {
            place.release();
        }
    }

    private record Reader<V>(KafkaConsumer<String, V> consumer) {
        long end() {
            return consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        }

        Optional<ConsumerRecord<String, V>> at(long offset) {
            return offset >= end()
                    ? Optional.empty()
                    : between(offset, offset + 1).stream().findFirst();
        }

        /** The records in that range that still exist: letters are deleted after thirty days. */
        List<ConsumerRecord<String, V>> between(long from, long to) {
            long oldest = consumer.beginningOffsets(List.of(PARTITION)).get(PARTITION);
            List<ConsumerRecord<String, V>> letters = new ArrayList<>();
            if (to <= oldest) {
                return letters;
            }
            consumer.seek(PARTITION, Math.max(from, oldest));
            Instant deadline = Instant.now().plus(READ_TIMEOUT);
            while (consumer.position(PARTITION) < to) {
                if (Instant.now().isAfter(deadline)) {
                    throw new TimeoutException("the dead letters cannot be read");
                }
                for (ConsumerRecord<String, V> letter : consumer.poll(POLL)) {
                    if (letter.offset() < to) {
                        letters.add(letter);
                    }
                }
            }
            return letters;
        }
    }
}
