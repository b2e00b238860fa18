package dev.lossline.evaluator;

import dev.lossline.contract.Event;
import dev.lossline.contract.EventMessage;
import dev.lossline.contract.MessageFault;
import dev.lossline.contract.Topic;
import dev.lossline.contract.UnreadableEventException;
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
record Batch(List<Entry> entries, List<Refusal> refusals, Map<TopicPartition, Long> nextOffsets) {

    /** Content to record, and its message. */
    record Entry(ConsumerRecord<String, byte[]> message, Content content) {
        TopicPartition partition() {
            return new TopicPartition(message.topic(), message.partition());
        }
    }

    /** A message that cannot be recorded, and the reason. */
    record Refusal(ConsumerRecord<String, byte[]> message, String reason) {
        TopicPartition partition() {
            return new TopicPartition(message.topic(), message.partition());
        }
    }

    sealed interface Content {}

    record EventContent(Event event) implements Content {}

    /** The final model of a trial. */
    record ModelContent(CheckpointMessage model) implements Content {}

    static Batch of(Iterable<ConsumerRecord<String, byte[]>> messages) throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        Map<TopicPartition, Long> nextOffsets = new HashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            try {
                MessageFault.refusing(() -> content(message))
                        .ifPresent(content -> entries.add(new Entry(message, content)));
            } catch (UnreadableEventException e) {
                refusals.add(new Refusal(message, e.getMessage()));
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
