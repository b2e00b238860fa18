package dev.lossline.evaluator;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts each partition where the tables end. The offsets in the database rule, those committed to Kafka only show the
 * lag: so empty tables are filled again from the beginning of the log.
 */
@ApplicationScoped
@Identifier("recorded-positions")
class RecordedPositions implements KafkaConsumerRebalanceListener {
    private final Database database;
    private final OffsetStore offsets;

    RecordedPositions(Database database, OffsetStore offsets) {
        this.database = database;
        this.offsets = offsets;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            Map<TopicPartition, Long> recorded = database.inTransaction(offsets::read);
            for (TopicPartition partition : partitions) {
                consumer.seek(partition, recorded.getOrDefault(partition, 0L));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
