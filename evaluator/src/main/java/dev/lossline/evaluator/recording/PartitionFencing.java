package dev.lossline.evaluator.recording;

import dev.lossline.contract.topic.ServiceFaultException;
import dev.lossline.evaluator.recording.Batch.Content;
import dev.lossline.evaluator.recording.Batch.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Prevents recorders from writing the same partition. The broker assigns each partition to one recorder, but a recorder
 * that was frozen or disconnected may not know yet that it lost its assignment. The recorder therefore locks the
 * partition's row of {@code event_offset} and reads it. Messages that another recorder has recorded since are skipped,
 * because the last of several models of a trial must win. If the tables contain less than this recorder has written,
 * because they were dropped, restored from a backup or lost in a failover, continuing would leave a gap.
 */
@ApplicationScoped
class PartitionFencing {
    private final OffsetTable offsets;

    private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong();

    PartitionFencing(OffsetTable offsets) {
        this.offsets = offsets;
    }

    /**
     * A partition assigned to this recorder.
     *
     * @param next the next offset as this process last read or wrote it
     * @param since the generation in which the partition was assigned
     */
    private record Held(long next, long since) {
        Held upTo(long offset) {
            return new Held(Math.max(next, offset), since);
        }
    }

    /** Starts an assigned partition at the recorded offset. */
    void begins(TopicPartition partition, long nextOffset) {
        held.put(partition, new Held(nextOffset, generations.incrementAndGet()));
    }

    /**
     * A number that increases with each assignment of partitions. A batch carries the number from when its work began,
     * because its partition may be reassigned, recorded by another recorder and returned before the work ends.
     */
    long generation() {
        return generations.get();
    }

    /** Notes the offsets of a committed transaction. */
    void reached(Map<TopicPartition, Long> nextOffsets) {
        nextOffsets.forEach((partition, next) ->
                held.compute(partition, (key, before) -> before == null ? new Held(next, 0) : before.upTo(next)));
    }

    /**
     * Locks the batch's partitions until the end of the transaction.
     *
     * @param generation the generation in which the work on the batch began
     * @return the content that no other recorder has recorded
     * @throws TablesBehindException if the tables lack messages that this recorder has written
     */
    List<Content> lock(Connection connection, Batch batch, long generation) throws SQLException {
        Map<TopicPartition, Long> recorded = offsets.lock(connection, batch.partitions());
        recorded.forEach((partition, next) -> {
            Held mine = held.get(partition);
            if (mine != null && next < mine.next()) {
                throw new TablesBehindException(partition, next, mine.next());
            }
        });
        return batch.entries().stream()
                .filter(entry -> isMine(entry, recorded, generation))
                .map(Entry::content)
                .toList();
    }

    /** Advances the offsets in the same transaction. */
    void advance(Connection connection, Map<TopicPartition, Long> nextOffsets) throws SQLException {
        offsets.write(connection, nextOffsets);
    }

    /**
     * Whether an entry is to be recorded. If the tables end where this recorder left them, lower offsets count too,
     * because the log may have been recreated; not in a batch from before the current assignment.
     */
    private boolean isMine(Entry entry, Map<TopicPartition, Long> recorded, long generation) {
        Held mine = held.get(entry.partition());
        long next = recorded.get(entry.partition());
        return mine == null
                || (mine.since() <= generation && mine.next() >= next)
                || entry.message().offset() >= next;
    }

    /** The tables are not the ones that this recorder filled. After a restart, it continues at the recorded offsets. */
    static final class TablesBehindException extends ServiceFaultException {
        private static final long serialVersionUID = 1;

        TablesBehindException(TopicPartition partition, long next, long known) {
            super(("The tables have %s up to %d, and had it up to %d: they were dropped or restored."
                            + " Recording on would leave a gap; start this evaluator again")
                    .formatted(partition, next, known));
        }
    }
}
