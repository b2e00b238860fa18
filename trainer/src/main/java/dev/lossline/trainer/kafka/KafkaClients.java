package dev.lossline.trainer.kafka;

import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TrialPartitioner;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates Kafka clients; the caller must close them. */
@Singleton
public class KafkaClients {
    private static final int TIMEOUT_MS = 10_000;
    private static final int CHECKPOINTS_BYTES = 16 << 20;

    private final Map<String, Object> settings;

    /** @param settings settings for all clients: the broker's address and credentials */
    public KafkaClients(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** A client whose calls fail after ten seconds. */
    public Admin admin() {
        return Admin.create(with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS)));
    }

    /**
     * A producer that retries indefinitely and keeps the order of messages: if the broker is unavailable, events are
     * delayed but not lost.
     */
    Producer<String, byte[]> producer() {
        return new KafkaProducer<>(
                with(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Integer.MAX_VALUE,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Long.MAX_VALUE,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Topic.MAX_CHECKPOINT_BYTES + (1 << 20),
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        2L * Topic.MAX_CHECKPOINT_BYTES,
                        ProducerConfig.PARTITIONER_CLASS_CONFIG,
                        TrialPartitioner.class)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A consumer without a group or committed offsets. */
    public Consumer<String, byte[]> reader() {
        return reader(ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES);
    }

    /** A consumer like {@link #reader} for large messages. */
    public Consumer<String, byte[]> checkpointReader() {
        return reader(CHECKPOINTS_BYTES);
    }

    private Consumer<String, byte[]> reader(int fetched) {
        return new KafkaConsumer<>(
                with(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        fetched)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A member of a share group that takes one record at a time and acknowledges it explicitly. */
    public KafkaShareConsumer<String, byte[]> shareConsumer(String group) {
        return new KafkaShareConsumer<>(
                with(Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                        "explicit",
                        ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                        "record_limit",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private Map<String, Object> with(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(settings);
        // Disables the JMX reporter. Each client registers hundreds of metrics that nobody reads, one client at a time:
        // of a hundred slots that started in one process, 28 were waiting for it.
        all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        all.putAll(own);
        return all;
    }
}
