package dev.lossline.evaluator;

import dev.lossline.contract.InvalidSpecificationException;
import dev.lossline.evaluator.Batch.Entry;
import dev.lossline.evaluator.Batch.EventContent;
import dev.lossline.evaluator.Batch.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
     * @throws Fence.TablesBehindException where the tables lack what was recorded before
     */
    void record(Batch batch) throws InterruptedException {
        long turn = fence.turn();
        if (!batch.refusals().isEmpty() || !isWritten(batch, turn)) {
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
        if (!isWritten(batch.withoutOffsets(), turn)) {
            refusals.addAll(writeOneByOne(batch, turn));
        }
        deadLetters.sendOnce(refusals);
        write(batch.withoutEntries(), turn);
    }

    /** Finds the entries that cannot be recorded, so that they do not hold up the others. */
    private List<Refusal> writeOneByOne(Batch batch, long turn) throws InterruptedException {
        List<Refusal> refusals = new ArrayList<>();
        for (Entry entry : batch.entries()) {
            try {
                write(batch.only(entry), turn);
            } catch (Database.RejectedDataException e) {
                refusals.add(new Refusal(entry.message(), "the database refuses it: " + e.getMessage()));
            } catch (InvalidSpecificationException e) {
                refusals.add(new Refusal(entry.message(), "its trials cannot be made: " + e.getMessage()));
            }
        }
        return refusals;
    }

    private boolean isWritten(Batch batch, long turn) throws InterruptedException {
        try {
            write(batch, turn);
            return true;
        } catch (Database.RejectedDataException | InvalidSpecificationException e) {
            return false;
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
