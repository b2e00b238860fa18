package dev.lossline.evaluator;

import dev.lossline.contract.MessageFault;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.evaluator.Batch.Entry;
import dev.lossline.evaluator.Batch.EventContent;
import dev.lossline.evaluator.Batch.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the log into the tables: a batch with its offsets is one transaction, and what was recorded before changes
 * nothing. The recorder reads every event, so what cannot be recorded is its dead letter, whoever else reads the topic:
 * docs/adr/0005-dead-letters.md.
 */
@ApplicationScoped
class Recorder {
    private final Database database;
    private final Tables tables;
    private final Fence fence;
    private final DeadLetters deadLetters;
    private final RecordingMetrics metrics;

    Recorder(Database database, Tables tables, Fence fence, DeadLetters deadLetters, RecordingMetrics metrics) {
        this.database = database;
        this.tables = tables;
        this.fence = fence;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Records a batch; returns once it is committed and what cannot be recorded is among the dead letters.
     *
     * @throws Fence.TablesBehindException if the tables lack what was recorded before
     * @throws Database.DamagedDatabaseException if the database says that it is damaged
     */
    void record(Batch batch) throws InterruptedException {
        long turn = fence.turn();
        if (!batch.refusals().isEmpty() || refusal(batch, turn).isPresent()) {
            writeAround(batch, turn);
        }
        fence.reached(batch.nextOffsets());
        metrics.recorded(batch.entries().size());
        Instant now = Instant.now();
        batch.entries().stream()
                .map(Entry::content)
                .filter(EventContent.class::isInstance)
                .map(content -> ((EventContent) content).event().occurredAt())
                .forEach(occurredAt -> metrics.delay(Duration.between(occurredAt, now)));
    }

    /** The offsets come last: a batch whose dead letters are not all there is read again. */
    private void writeAround(Batch batch, long turn) throws InterruptedException {
        List<Refusal> refusals = new ArrayList<>(batch.refusals());
        if (refusal(batch.withoutOffsets(), turn).isPresent()) {
            // One of the messages is to blame; the others must not wait for it.
            for (Entry entry : batch.entries()) {
                refusal(batch.only(entry), turn)
                        .ifPresent(reason -> refusals.add(new Refusal(entry.message(), reason)));
            }
        }
        deadLetters.sendOnce(refusals);
        write(batch.withoutEntries(), turn);
    }

    /** Writes a batch. Returns the reason if it cannot be written because of what its messages hold. */
    private Optional<String> refusal(Batch batch, long turn) throws InterruptedException {
        try {
            return MessageFault.refusing(() -> {
                try {
                    write(batch, turn);
                    return Optional.empty();
                } catch (Database.RejectedDataException e) {
                    throw new UnreadableEventException("the database refuses it: " + e.getMessage(), e);
                }
            });
        } catch (UnreadableEventException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void write(Batch batch, long turn) throws InterruptedException {
        database.inTransaction(connection -> {
            tables.write(connection, fence.lock(connection, batch, turn));
            fence.advance(connection, batch.nextOffsets());
            return null;
        });
    }
}
