package dev.lossline.evaluator;

import dev.lossline.contract.ServiceFaultException;
import dev.lossline.evaluator.Batch.Content;
import dev.lossline.evaluator.Batch.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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

    private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong turns = new AtomicLong();

    Fence(OffsetStore offsets) {
        this.offsets = offsets;
    }

    /**
     * A partition of this recorder.
     *
     * @param next where the tables end, as far as this process knows: as it read or wrote it last
     * @param since the turn in which it was given the partition
     */
    private record Held(long next, long since) {
        Held upTo(long offset) {
            return new Held(Math.max(next, offset), since);
        }
    }

    /** This recorder was given the partition, and goes on where the tables end. */
    void begins(TopicPartition partition, long nextOffset) {
        held.put(partition, new Held(nextOffset, turns.incrementAndGet()));
    }

    /**
     * A number that grows each time partitions are given. A batch has that at which its work began: it may last until
     * after its partition was taken away, recorded by another and given back.
     */
    long turn() {
        return turns.get();
    }

    /** What it wrote is committed. */
    void reached(Map<TopicPartition, Long> nextOffsets) {
        nextOffsets.forEach((partition, next) ->
                held.compute(partition, (key, before) -> before == null ? new Held(next, 0) : before.upTo(next)));
    }

    /**
     * Locks the batch's partitions until the end of the transaction.
     *
     * @param turn that in which the work on the batch began
     * @return what of the batch nobody else has recorded
     * @throws TablesBehindException where the tables lack what this recorder has written
     */
    List<Content> lock(Connection connection, Batch batch, long turn) throws SQLException {
        Map<TopicPartition, Long> recorded = offsets.lock(connection, batch.partitions());
        recorded.forEach((partition, next) -> {
            Held mine = held.get(partition);
            if (mine != null && next < mine.next()) {
                throw new TablesBehindException(partition, next, mine.next());
            }
        });
        return batch.entries().stream()
                .filter(entry -> isMine(entry, recorded, turn))
                .map(Entry::content)
                .toList();
    }

    /** Moves the offsets, in the same transaction. */
    void advance(Connection connection, Map<TopicPartition, Long> nextOffsets) throws SQLException {
        offsets.write(connection, nextOffsets);
    }

    /**
     * Where the tables end as this recorder left them, all counts: a log that was made anew begins before that. Not of a
     * batch from before it was given the partition.
     */
    private boolean isMine(Entry entry, Map<TopicPartition, Long> recorded, long turn) {
        Held mine = held.get(entry.partition());
        long next = recorded.get(entry.partition());
        return mine == null
                || (mine.since() <= turn && mine.next() >= next)
                || entry.message().offset() >= next;
    }

    /** The tables are not those that this recorder filled. A start makes it go on where they end. */
    static final class TablesBehindException extends ServiceFaultException {
        private static final long serialVersionUID = 1;

        TablesBehindException(TopicPartition partition, long next, long known) {
            super(("The tables have %s up to %d, and had it up to %d: they were dropped or restored."
                            + " Recording on would leave a gap; start this evaluator again")
                    .formatted(partition, next, known));
        }
    }
}
