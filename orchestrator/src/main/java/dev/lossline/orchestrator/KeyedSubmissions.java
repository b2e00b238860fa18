package dev.lossline.orchestrator;

import dev.lossline.contract.EventMessage;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Which submission of a client's key came first. The log says so, whichever orchestrator dispatched it: all submissions
 * of a key have one id, and {@link Topic#EXPERIMENTS} has one partition. Read where a key is asked for, and then only
 * what this process has not seen.
 */
@ApplicationScoped
class KeyedSubmissions {
    private static final Logger LOG = Logger.getLogger(KeyedSubmissions.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.EXPERIMENTS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES = 4 << 20;

    private final Map<String, Object> broker;
    private final Map<UUID, Long> firsts = new HashMap<>();

    /** All messages before are known. */
    private long known;

    KeyedSubmissions(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = broker;
    }

    /**
     * Takes note of a message.
     *
     * @return whether it submits once more what a message before it submitted
     * @throws org.apache.kafka.common.KafkaException where the log cannot be read
     */
    synchronized boolean isRepetition(ConsumerRecord<String, byte[]> message) {
        if (message.offset() == known) {
            note(message);
        }
        UUID id = keyedId(message.key());
        if (id == null) {
            return false;
        }
        if (message.offset() >= known) {
            readUntil(message.offset());
            note(message);
        }
        Long first = firsts.get(id);
        return first != null && first < message.offset();
    }

    private void readUntil(long end) {
        LOG.infof("Reading which submissions have a key, from %d to %d", known, end);
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        try (KafkaConsumer<String, byte[]> reader =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(PARTITION));
            reader.seek(PARTITION, known);
            while (reader.position(PARTITION) < end) {
                for (ConsumerRecord<String, byte[]> message : reader.poll(POLL)) {
                    if (message.offset() < end) {
                        note(message);
                    }
                }
            }
        }
    }

    private void note(ConsumerRecord<String, byte[]> message) {
        UUID id = keyedId(message.key());
        if (id != null && isSubmission(message)) {
            firsts.putIfAbsent(id, message.offset());
        }
        known = message.offset() + 1;
    }

    private static boolean isSubmission(ConsumerRecord<String, byte[]> message) {
        try {
            return EventMessage.read(message, ExperimentEvent.class) instanceof ExperimentSubmitted;
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    /** The id that follows from a client's key; null where it does not. */
    private static UUID keyedId(String key) {
        try {
            UUID id = key == null ? null : UUID.fromString(key);
            return id != null && id.version() == Submissions.KEYED_VERSION ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
