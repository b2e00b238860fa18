package dev.lossline.evaluator;

import dev.lossline.contract.InvalidSpecificationException;
import dev.lossline.evaluator.Batch.Content;
import dev.lossline.evaluator.Batch.Entry;
import dev.lossline.evaluator.Batch.EventContent;
import dev.lossline.evaluator.Batch.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the log into the tables: a batch with its offsets is one transaction, and what was recorded before changes
 * nothing. The recorder reads every event, so what cannot be recorded is its dead letter, whoever else reads the topic:
 * docs/adr/0005-dead-letters.md.
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

    /** Records a batch; returns once it is committed and what cannot be recorded is among the dead letters. */
    void record(Batch batch) throws InterruptedException {
        if (!batch.refusals().isEmpty() || !isWritten(batch.contents(), batch.nextOffsets())) {
            writeAround(batch);
        }
        metrics.recorded(batch.entries().size());
        Instant now = Instant.now();
        batch.contents().stream()
                .filter(EventContent.class::isInstance)
                .map(content -> ((EventContent) content).event().occurredAt())
                .forEach(occurredAt -> metrics.delay(Duration.between(occurredAt, now)));
    }

    /** The offsets come last: a batch whose dead letters are not all there is read again. */
    private void writeAround(Batch batch) throws InterruptedException {
        List<Refusal> refusals = new ArrayList<>(batch.refusals());
        if (!isWritten(batch.contents(), Map.of())) {
            refusals.addAll(writeOneByOne(batch.entries()));
        }
        deadLetters.sendOnce(refusals);
        write(List.of(), batch.nextOffsets());
    }

    /** Finds the entries that cannot be recorded, so that they do not hold up the others. */
    private List<Refusal> writeOneByOne(List<Entry> entries) throws InterruptedException {
        List<Refusal> refusals = new ArrayList<>();
        for (Entry entry : entries) {
            try {
                write(List.of(entry.content()), Map.of());
            } catch (Database.RejectedDataException e) {
                refusals.add(new Refusal(entry.message(), "the database refuses it: " + e.getMessage()));
            } catch (InvalidSpecificationException e) {
                refusals.add(new Refusal(entry.message(), "its trials cannot be made: " + e.getMessage()));
            }
        }
        return refusals;
    }

    private boolean isWritten(List<Content> contents, Map<TopicPartition, Long> nextOffsets)
            throws InterruptedException {
        try {
            write(contents, nextOffsets);
            return true;
        } catch (Database.RejectedDataException | InvalidSpecificationException e) {
            return false;
        }
    }

    private void write(List<Content> contents, Map<TopicPartition, Long> nextOffsets) throws InterruptedException {
        database.inTransaction(connection -> {
            tables.write(connection, contents);
            offsets.write(connection, nextOffsets);
            return null;
        });
    }
}
