package dev.lossline.evaluator.deadletters;

import dev.lossline.contract.checkpoint.MessageBody;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.EvaluatorConfig;
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
 * Tracks up to which offset of each partition the recorder has written dead letters. The recorder reads the same
 * messages again after a crash and when it refills empty tables. The positions are read from the dead letter topic on
 * first use, and again after an assignment of partitions.
 */
@ApplicationScoped
public class DeadLetterPositions {
    private static final Logger LOG = Logger.getLogger(DeadLetterPositions.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> broker;
    private final EvaluatorConfig config;
    private Map<TopicPartition, Long> newest;
    private volatile boolean stale = true;

    public DeadLetterPositions(@Identifier("default-kafka-broker") Map<String, Object> broker, EvaluatorConfig config) {
        this.broker = broker;
        this.config = config;
    }

    /** Whether a letter for that message exists; waits for the broker. */
    public synchronized boolean contains(UnrecordableMessage refusal) throws InterruptedException {
        while (stale) {
            try {
                stale = false;
                newest = read();
            } catch (KafkaException e) {
                stale = true;
                LOG.warnf("Cannot read the dead letters, retrying: %s", e.getMessage());
                Thread.sleep(config.retryDelay());
            }
        }
        return newest.getOrDefault(refusal.partition(), -1L)
                >= refusal.message().offset();
    }

    /**
     * Discards the known positions, which may lack letters that another recorder has written; they are read again on
     * the next use.
     */
    public void forget() {
        stale = true;
    }

    synchronized void add(UnrecordableMessage refusal) {
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

    /** Letters without a valid origin are ignored: anyone can write to the topic. */
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
