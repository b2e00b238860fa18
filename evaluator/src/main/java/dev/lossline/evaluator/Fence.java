package dev.lossline.evaluator;

import dev.lossline.evaluator.Batch.Content;
import dev.lossline.evaluator.Batch.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps recorders off each other's partitions. The broker gives a partition to one recorder at a time, but one that was
 * frozen, or cut off, does not know yet that it lost its own. So whoever records locks the partition's row of
 * {@code event_offset} and looks at it: what another has recorded meanwhile is not recorded again, as of two models of a
 * trial the last in the log counts. And where the tables have less than this recorder has written, as they were dropped,
 * or restored from a backup, or are those of a replica that missed the end, going on would leave a gap.
 */
@ApplicationScoped
class Fence {
    private final OffsetStore offsets;

    /** Where the tables end, as far as this process knows: as it read or wrote it last. */
    private final Map<TopicPartition, Long> known = new ConcurrentHashMap<>();

    Fence(OffsetStore offsets) {
        this.offsets = offsets;
    }

    /** This recorder was given the partition, and goes on where the tables end. */
    void begins(TopicPartition partition, long nextOffset) {
        known.put(partition, nextOffset);
    }

    /** What it wrote is committed. */
    void reached(Map<TopicPartition, Long> nextOffsets) {
        nextOffsets.forEach((partition, next) -> known.merge(partition, next, Math::max));
    }

    /**
     * Locks the batch's partitions until the end of the transaction.
     *
     * @return what of the batch nobody else has recorded
     * @throws TablesBehindException where the tables lack what this recorder has written
     */
    List<Content> lock(Connection connection, Batch batch) throws SQLException {
        Map<TopicPartition, Long> recorded = offsets.lock(connection, batch.partitions());
        recorded.forEach((partition, next) -> {
            if (next < known.getOrDefault(partition, 0L)) {
                throw new TablesBehindException(partition, next, known.get(partition));
            }
        });
        return batch.entries().stream()
                .filter(entry -> isMine(entry, recorded))
                .map(Entry::content)
                .toList();
    }

    /** Moves the offsets, in the same transaction. */
    void advance(Connection connection, Map<TopicPartition, Long> nextOffsets) throws SQLException {
        offsets.write(connection, nextOffsets);
    }

    /** Where the tables end as this recorder left them, all counts: a log that was made anew begins before that. */
    private boolean isMine(Entry entry, Map<TopicPartition, Long> recorded) {
        TopicPartition partition = entry.partition();
        Long mine = known.get(partition);
        return mine == null
                || mine >= recorded.get(partition)
                || entry.message().offset() >= recorded.get(partition);
    }

    /** The tables are not those that this recorder filled. A start makes it go on where they end. */
    static final class TablesBehindException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TablesBehindException(TopicPartition partition, long next, long known) {
            super(("The tables have %s up to %d, and had it up to %d: they were dropped or restored."
                            + " Recording on would leave a gap; start this evaluator again")
                    .formatted(partition, next, known));
        }
    }
}
