package dev.lossline.evaluator;

import dev.lossline.contract.DeadLetter;
import dev.lossline.contract.MessageBody;
import dev.lossline.contract.Topic;
import dev.lossline.evaluator.Batch.Refusal;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * How far the recorder has written its dead letters, by the partitions of the originals. It meets the same messages
 * again after a crash and when empty tables are filled from the beginning of the log. Read from the topic itself when it
 * is first asked, and again when partitions come from another recorder.
 */
@ApplicationScoped
class RecordersLetters {
    private static final Logger LOG = Logger.getLogger(RecordersLetters.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> broker;
    private final EvaluatorConfig config;
    private Map<TopicPartition, Long> newest;
    private volatile boolean stale = true;

    RecordersLetters(@Identifier("default-kafka-broker") Map<String, Object> broker, EvaluatorConfig config) {
        this.broker = broker;
        this.config = config;
    }

    /** Whether there is a letter of that message; waits for the broker. */
    synchronized boolean contain(Refusal refusal) throws InterruptedException {
        while (stale) {
            try {
                stale = false;
                newest = read();
            } catch (KafkaException e) {
                stale = true;
                LOG.warnf("Cannot read the dead letters, trying again: %s", e.getMessage());
                Thread.sleep(config.retryDelay());
            }
        }
        return newest.getOrDefault(refusal.partition(), -1L)
                >= refusal.message().offset();
    }

    /** What is known may lack what another recorder has written: it is read again when it is asked for. */
    void forget() {
        stale = true;
    }

    synchronized void add(Refusal refusal) {
        newest.merge(refusal.partition(), refusal.message().offset(), Math::max);
    }

    private Map<TopicPartition, Long> read() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<TopicPartition, Long> read = new HashMap<>();
        try (KafkaConsumer<String, MessageBody> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), MessageBody.upTo(0))) {
            for (int number = 0; number < Topic.DEAD_LETTERS.partitions(); number++) {
                TopicPartition letters = new TopicPartition(Topic.DEAD_LETTERS.name(), number);
                consumer.assign(List.of(letters));
                consumer.seekToBeginning(List.of(letters));
                long end = consumer.endOffsets(List.of(letters)).get(letters);
                while (consumer.position(letters) < end) {
                    consumer.poll(POLL).forEach(letter -> addOrigin(letter, read));
                }
            }
        }
        return read;
    }

    /** Anybody can write to the topic: what says nothing, or nonsense, is passed over. */
    private static void addOrigin(ConsumerRecord<String, MessageBody> letter, Map<TopicPartition, Long> read) {
        Headers headers = letter.headers();
        String topic = DeadLetter.text(headers, DeadLetter.TOPIC);
        if (topic == null || !DeadLetters.RECORDER.equals(DeadLetter.text(headers, DeadLetter.SERVICE))) {
            return;
        }
        try {
            int partition = Integer.parseInt(DeadLetter.text(headers, DeadLetter.PARTITION));
            long offset = Long.parseLong(DeadLetter.text(headers, DeadLetter.OFFSET));
            read.merge(new TopicPartition(topic, partition), offset, Math::max);
        } catch (NumberFormatException e) {
            LOG.debugf("The dead letter at %d says not where it is from", letter.offset());
        }
    }
}
