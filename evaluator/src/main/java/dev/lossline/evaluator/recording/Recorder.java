package dev.lossline.evaluator.recording;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.MessageFault;
import dev.lossline.evaluator.database.Database;
import dev.lossline.evaluator.deadletters.DeadLetters;
import dev.lossline.evaluator.deadletters.UnrecordableMessage;
import dev.lossline.evaluator.recording.Batch.Entry;
import dev.lossline.evaluator.recording.Batch.EventContent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the log to the tables. A batch and its offsets are written in one transaction; messages that are already
 * recorded change nothing. The recorder reads all topics with events, so it writes the dead letters for events that
 * cannot be recorded, even if other services read the topic too: docs/adr/0005-dead-letters.md.
 */
@ApplicationScoped
class Recorder {
    private final Database database;
    private final Tables tables;
    private final PartitionFencing fencing;
    private final DeadLetters deadLetters;
    private final RecordingMetrics metrics;

    Recorder(
            Database database,
            Tables tables,
            PartitionFencing fencing,
            DeadLetters deadLetters,
            RecordingMetrics metrics) {
        this.database = database;
        this.tables = tables;
        this.fencing = fencing;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Records a batch; returns after the commit and after the broker has acknowledged the dead letters.
     *
     * @throws PartitionFencing.TablesBehindException if the tables lack messages that were recorded before
     * @throws Database.DamagedDatabaseException if the database reports corruption
     */
    void record(Batch batch) throws InterruptedException {
        long generation = fencing.generation();
        if (!batch.refusals().isEmpty() || refusal(batch, generation).isPresent()) {
            writeAround(batch, generation);
        }
        fencing.reached(batch.nextOffsets());
        metrics.recorded(batch.entries().size());
        Instant now = Instant.now();
        batch.entries().stream()
                .map(Entry::content)
                .filter(EventContent.class::isInstance)
                .map(content -> ((EventContent) content).event().occurredAt())
                .forEach(occurredAt -> metrics.delay(Duration.between(occurredAt, now)));
    }

    /** Writes the entries one by one. The offsets come last: a batch with missing dead letters is read again. */
    private void writeAround(Batch batch, long generation) throws InterruptedException {
        List<UnrecordableMessage> refusals = new ArrayList<>(batch.refusals());
        if (refusal(batch.withoutOffsets(), generation).isPresent()) {
            // One of the messages is to blame; the others must still be recorded.
            for (Entry entry : batch.entries()) {
                refusal(batch.only(entry), generation)
                        .ifPresent(reason -> refusals.add(new UnrecordableMessage(entry.message(), reason)));
            }
        }
        deadLetters.sendOnce(refusals);
        write(batch.withoutEntries(), generation);
    }

    /** Writes a batch. Returns the reason if the content of its messages prevents that. */
    private Optional<String> refusal(Batch batch, long generation) throws InterruptedException {
        try {
            return MessageFault.refusing(() -> {
                try {
                    write(batch, generation);
                    return Optional.empty();
                } catch (Database.RejectedDataException e) {
                    throw new UnreadableEventException("the database rejects it: " + e.getMessage(), e);
                }
            });
        } catch (UnreadableEventException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void write(Batch batch, long generation) throws InterruptedException {
        database.inTransaction(connection -> {
            tables.write(connection, fencing.lock(connection, batch, generation));
            fencing.advance(connection, batch.nextOffsets());
            return null;
        });
    }
}
