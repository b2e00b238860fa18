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
 * Messages of the log as the tables take them, in one transaction.
 *
 * @param entries what is to be recorded, in the order of the log
 * @param refusals messages that are no event, each with the reason
 * @param nextOffsets where each partition goes on after this batch
 */
record Batch(List<Entry> entries, List<Refusal> refusals, Map<TopicPartition, Long> nextOffsets) {

    /** One thing to record, and the message that it came from. */
    record Entry(ConsumerRecord<String, byte[]> message, Content content) {
        TopicPartition partition() {
            return new TopicPartition(message.topic(), message.partition());
        }
    }

    /** A message that cannot be recorded, and why. */
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

    /** The partitions that it is of. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>(nextOffsets.keySet());
        entries.forEach(entry -> partitions.add(entry.partition()));
        return partitions;
    }

    /** One of the entries, for which no offset moves. */
    Batch only(Entry entry) {
        return new Batch(List.of(entry), List.of(), Map.of());
    }

    /** All entries, for which no offset moves. */
    Batch withoutOffsets() {
        return new Batch(entries, List.of(), Map.of());
    }

    /** The offsets alone. */
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
