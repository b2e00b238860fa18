package dev.lossline.evaluator;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.Event;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.UnreadableEventException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Messages of the log as the tables take them, in one transaction.
 *
 * @param entries what is to be recorded, in the order of the log
 * @param unreadable messages that are no event, each with the reason
 * @param nextOffsets where each partition goes on after this batch
 */
record Batch(List<Entry> entries, List<Unreadable> unreadable, Map<TopicPartition, Long> nextOffsets) {

    /** One thing to record, and the message that it came from. */
    record Entry(ConsumerRecord<String, byte[]> message, Content content) {}

    record Unreadable(ConsumerRecord<String, byte[]> message, String reason) {}

    sealed interface Content {}

    record EventContent(Event event) implements Content {}

    /** The final model of a trial. */
    record ModelContent(TrialId trialId, CheckpointHeaders headers, ConsumerRecord<String, byte[]> message)
            implements Content {
        byte[] safetensors() {
            return message.value();
        }
    }

    static Batch of(Iterable<ConsumerRecord<String, byte[]>> messages) {
        List<Entry> entries = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Map<TopicPartition, Long> nextOffsets = new HashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            try {
                content(message).ifPresent(content -> entries.add(new Entry(message, content)));
            } catch (UnreadableEventException e) {
                unreadable.add(new Unreadable(message, e.getMessage()));
            }
            nextOffsets.merge(
                    new TopicPartition(message.topic(), message.partition()), message.offset() + 1, Math::max);
        }
        return new Batch(entries, unreadable, nextOffsets);
    }

    List<Content> contents() {
        return entries.stream().map(Entry::content).toList();
    }

    private static Optional<Content> content(ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
        if (!message.topic().equals(Topic.CHECKPOINTS.name())) {
            return Optional.of(new EventContent(EventJson.read(message.value(), Event.class)));
        }
        CheckpointHeaders headers = CheckpointHeaders.from(message.headers());
        if (!headers.isFinal()) {
            return Optional.empty();
        }
        if (message.value() == null || message.value().length == 0) {
            throw new UnreadableEventException("a final model without bytes");
        }
        return Optional.of(new ModelContent(trialId(message.key()), headers, message));
    }

    private static TrialId trialId(String key) throws UnreadableEventException {
        try {
            return TrialId.parse(String.valueOf(key));
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(e.getMessage(), e);
        }
    }
}
