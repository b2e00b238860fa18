package dev.lossline.orchestrator.kafka;

import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The lag of each consumer group, as reported by the broker: a consumer that is down cannot report its own lag. */
@ApplicationScoped
class ConsumerLag {
    /** Gauge: messages not yet committed, by consumer group and topic; NaN while the broker is unavailable. */
    static final String LAG = "lossline.consumer.lag";

    private static final Logger LOG = Logger.getLogger(ConsumerLag.class);
    private static final int TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final Map<Reader, Long> lags = new ConcurrentHashMap<>();

    private record Reader(ConsumerGroup group, Topic topic) {}

    ConsumerLag(Admin admin, MeterRegistry meters) {
        this.admin = admin;
        for (ConsumerGroup group : ConsumerGroup.ALL) {
            for (Topic topic : group.topics()) {
                Reader reader = new Reader(group, topic);
                Gauge.builder(LAG, () -> lags.containsKey(reader) ? lags.get(reader) : Double.NaN)
                        .description("Messages that a consumer group has not committed")
                        .tag("group", group.id())
                        .tag("topic", topic.name())
                        .register(meters);
            }
        }
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() throws InterruptedException {
        for (ConsumerGroup group : ConsumerGroup.ALL) {
            try {
                Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group.id())
                        .partitionsToOffsetAndMetadata()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                for (Topic topic : group.topics()) {
                    lags.put(new Reader(group, topic), lag(topic, read));
                }
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                lags.keySet().removeIf(reader -> reader.group().equals(group));
                LOG.debugf(e, "Cannot read the offsets of %s", group.id());
            }
        }
    }

    private long lag(Topic topic, Map<TopicPartition, OffsetAndMetadata> read)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, topic.partitions())
                .mapToObj(number -> new TopicPartition(topic.name(), number))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata committed = read.get(end.getKey());
                    return Math.max(0, end.getValue().offset() - (committed == null ? 0 : committed.offset()));
                })
                .sum();
    }
}
