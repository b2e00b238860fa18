package dev.lossline.trainer.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.jboss.logging.Logger;

/** The broker's queue. Confined to the thread that created it. */
final class KafkaShareQueue implements ShareQueue {
    private static final Logger LOG = Logger.getLogger(KafkaShareQueue.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaShareConsumer<String, byte[]> consumer;

    KafkaShareQueue(KafkaShareConsumer<String, byte[]> consumer, String topic) {
        this.consumer = consumer;
        consumer.subscribe(List.of(topic));
    }

    @Override
    public Iterable<ConsumerRecord<String, byte[]>> poll(Duration patience) {
        return consumer.poll(patience);
    }

    @Override
    public void acknowledge(ConsumerRecord<String, byte[]> message, AcknowledgeType type) {
        consumer.acknowledge(message, type);
    }

    @Override
    public boolean commit(Duration patience) {
        var results = consumer.commitSync(patience).values();
        results.stream()
                .flatMap(Optional::stream)
                .forEach(e -> LOG.debugf("The broker rejected an acknowledgement: %s", e.toString()));
        return !results.isEmpty() && results.stream().allMatch(Optional::isEmpty);
    }

    @Override
    public void close() {
        consumer.close(CLOSE_TIMEOUT);
    }
}
