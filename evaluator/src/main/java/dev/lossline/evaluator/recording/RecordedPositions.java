package dev.lossline.evaluator.recording;

import dev.lossline.evaluator.database.Database;
import dev.lossline.evaluator.deadletters.DeadLetterPositions;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts each partition at its recorded offset. The offsets in the database are authoritative; those committed to Kafka
 * only show the lag. Empty tables are therefore filled from the beginning of the log.
 */
@ApplicationScoped
@Identifier("recorded-positions")
class RecordedPositions implements KafkaConsumerRebalanceListener {
    private final Database database;
    private final OffsetTable offsets;
    private final PartitionFencing fencing;
    private final DeadLetterPositions deadLetterPositions;

    RecordedPositions(
            Database database, OffsetTable offsets, PartitionFencing fencing, DeadLetterPositions deadLetterPositions) {
        this.database = database;
        this.offsets = offsets;
        this.fencing = fencing;
        this.deadLetterPositions = deadLetterPositions;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            // Another recorder may have owned the partitions and written letters for them since the last read.
            deadLetterPositions.forget();
            Map<TopicPartition, Long> recorded = database.inTransaction(offsets::read);
            for (TopicPartition partition : partitions) {
                long next = recorded.getOrDefault(partition, 0L);
                fencing.begins(partition, next);
                consumer.seek(partition, next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
