package dev.lossline.evaluator.recording;

import dev.lossline.evaluator.database.Database;
import dev.lossline.evaluator.deadletters.RecordersLetters;
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
    private final Fence fence;
    private final RecordersLetters letters;

    RecordedPositions(Database database, OffsetTable offsets, Fence fence, RecordersLetters letters) {
        this.database = database;
        this.offsets = offsets;
        this.fence = fence;
        this.letters = letters;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            // Another recorder may have owned the partitions and written letters for them since the last read.
            letters.forget();
            Map<TopicPartition, Long> recorded = database.inTransaction(offsets::read);
            for (TopicPartition partition : partitions) {
                long next = recorded.getOrDefault(partition, 0L);
                fence.begins(partition, next);
                consumer.seek(partition, next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
