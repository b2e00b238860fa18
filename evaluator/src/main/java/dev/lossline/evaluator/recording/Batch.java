package dev.lossline.evaluator.recording;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.MessageFault;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.deadletters.UnrecordableMessage;
import dev.lossline.evaluator.evaluation.CheckpointMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch of log messages, recorded in one transaction.
 *
 * @param entries what to record, in log order
 * @param refusals messages that are not valid events, each with the reason
 * @param nextOffsets the next offset of each partition after this batch
 */
public record Batch(List<Entry> entries, List<UnrecordableMessage> refusals, Map<TopicPartition, Long> nextOffsets) {

    /** Content to record, and its message. */
    record Entry(ConsumerRecord<String, byte[]> message, Content content) {
        TopicPartition partition() {
            return new TopicPartition(message.topic(), message.partition());
        }
    }

    sealed interface Content {}

    record EventContent(Event event) implements Content {}

    /** The final model of a trial. */
    public record ModelContent(CheckpointMessage model) implements Content {}

    static Batch of(Iterable<ConsumerRecord<String, byte[]>> messages) throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        List<UnrecordableMessage> refusals = new ArrayList<>();
        Map<TopicPartition, Long> nextOffsets = new HashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            try {
                MessageFault.refusing(() -> content(message))
                        .ifPresent(content -> entries.add(new Entry(message, content)));
            } catch (UnreadableEventException e) {
                refusals.add(new UnrecordableMessage(message, e.getMessage()));
            }
            nextOffsets.merge(
                    new TopicPartition(message.topic(), message.partition()), message.offset() + 1, Math::max);
        }
        return new Batch(entries, refusals, nextOffsets);
    }

    /** The partitions of its messages. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>(nextOffsets.keySet());
        entries.forEach(entry -> partitions.add(entry.partition()));
        return partitions;
    }

    /** A batch with a single entry that does not advance offsets. */
    Batch only(Entry entry) {
        return new Batch(List.of(entry), List.of(), Map.of());
    }

    /** A batch with all entries that does not advance offsets. */
    Batch withoutOffsets() {
        return new Batch(entries, List.of(), Map.of());
    }

    /** A batch with only the offsets. */
    Batch withoutEntries() {
        return new Batch(List.of(), List.of(), nextOffsets);
    }

    private static Optional<Content> content(ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
        if (!message.topic().equals(Topic.CHECKPOINTS.name())) {
            return Optional.of(new EventContent(EventMessage.read(message, Event.class)));
        }
        if (CheckpointMessage.isForTrainersOnly(message)) {
            return Optional.empty();
        }
        CheckpointMessage checkpoint = CheckpointMessage.from(message);
        return checkpoint.headers().isFinal() ? Optional.of(new ModelContent(checkpoint)) : Optional.empty();
    }
}
