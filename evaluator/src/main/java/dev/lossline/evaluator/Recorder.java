package dev.lossline.evaluator;

import dev.lossline.contract.InvalidSpecificationException;
import dev.lossline.evaluator.Batch.Content;
import dev.lossline.evaluator.Batch.Entry;
import dev.lossline.evaluator.Batch.EventContent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the log into the tables: a batch with its offsets is one transaction, and what was recorded before changes
 * nothing.
 */
@ApplicationScoped
class Recorder {
    private final Database database;
    private final Tables tables;
    private final OffsetStore offsets;
    private final DeadLetters deadLetters;
    private final RecordingMetrics metrics;

    Recorder(Database database, Tables tables, OffsetStore offsets, DeadLetters deadLetters, RecordingMetrics metrics) {
        this.database = database;
        this.tables = tables;
        this.offsets = offsets;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /** Records a batch; returns once it is committed and what was unreadable is among the dead letters. */
    void record(Batch batch) throws InterruptedException {
        for (Batch.Unreadable unreadable : batch.unreadable()) {
            deadLetters.send(unreadable.message(), unreadable.reason());
        }
        try {
            write(batch.contents(), batch);
        } catch (Database.RejectedDataException | InvalidSpecificationException e) {
            oneByOne(batch);
        }
        metrics.recorded(batch.entries().size());
        newestEvent(batch.contents()).ifPresent(at -> metrics.delay(Duration.between(at, Instant.now())));
    }

    /** Finds the entries that cannot be recorded, so that they do not hold up the others. */
    private void oneByOne(Batch batch) throws InterruptedException {
        for (Entry entry : batch.entries()) {
            try {
                write(List.of(entry.content()), new Batch(List.of(), List.of(), Map.of()));
            } catch (Database.RejectedDataException e) {
                deadLetters.send(entry.message(), "the database refuses it: " + e.getMessage());
            } catch (InvalidSpecificationException e) {
                deadLetters.send(entry.message(), "its trials cannot be made: " + e.getMessage());
            }
        }
        write(List.of(), batch);
    }

    private void write(List<Content> contents, Batch batch) throws InterruptedException {
        database.inTransaction(connection -> {
            tables.write(connection, contents);
            offsets.write(connection, batch.nextOffsets());
            return null;
        });
    }

    private static Optional<Instant> newestEvent(List<Content> contents) {
        return contents.stream()
                .filter(EventContent.class::isInstance)
                .map(content -> ((EventContent) content).event().occurredAt())
                .max(Instant::compareTo);
    }
}
