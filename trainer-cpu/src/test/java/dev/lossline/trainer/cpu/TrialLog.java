package dev.lossline.trainer.cpu;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the events that trainers publish from now on. */
final class TrialLog implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();

    TrialLog(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(Topic.TRAINING, Topic.CHECKPOINTS, Topic.DEAD_LETTERS)
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Waits for the first non-empty list that {@code wanted} returns. */
    <T> List<T> await(Supplier<List<T>> wanted) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            List<T> found = wanted.get();
            if (!found.isEmpty()) {
                return found;
            }
            consumer.poll(Duration.ofMillis(200)).forEach(message -> messages.add(withoutLargeBody(message)));
        }
        throw new AssertionError("not published in " + TIMEOUT + "; published: "
                + messages.stream().map(m -> m.topic() + " " + m.key()).toList());
    }

    /** A trial's events of a kind, waited for. */
    <E extends TrialEvent> List<E> await(TrialId trial, Class<E> type) {
        return await(() -> events(trial, type));
    }

    /** A trial's events up to now, in order. */
    <E extends TrialEvent> List<E> events(TrialId trial, Class<E> type) {
        return messages(Topic.TRAINING, trial)
                .map(TrialLog::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** A trial's losses up to now, in order. */
    List<Double> losses(TrialId trial) {
        return events(trial, EpochCompleted.class).stream()
                .map(EpochCompleted::trainingLoss)
                .toList();
    }

    /** A trial's model, waited for. */
    ConsumerRecord<String, byte[]> awaitModel(TrialId trial) {
        return await(() -> messages(Topic.CHECKPOINTS, trial)
                        .filter(m -> headers(m).isFinal())
                        .toList())
                .getFirst();
    }

    /** A trial's checkpoints up to now, without the model. */
    List<CheckpointHeaders> checkpoints(TrialId trial) {
        return messages(Topic.CHECKPOINTS, trial)
                .filter(m -> m.value() != null)
                .map(TrialLog::headers)
                .filter(h -> !h.isFinal())
                .toList();
    }

    /** A trial's checkpoints that are split, up to now: those of which all parts are there. */
    List<CheckpointHeaders> splitCheckpoints(TrialId trial) {
        return messages.stream()
                .filter(m -> m.value() != null)
                .filter(m -> CheckpointKey.part(m.key())
                        .filter(part -> part.trial().equals(trial))
                        .isPresent())
                .collect(Collectors.groupingBy(TrialLog::headers))
                .entrySet()
                .stream()
                .filter(parts ->
                        parts.getValue().size() == count(parts.getValue().getFirst()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt(CheckpointHeaders::epoch))
                .toList();
    }

    private static int count(ConsumerRecord<String, byte[]> part) {
        return Integer.parseInt(new String(part.headers().lastHeader("parts").value(), StandardCharsets.UTF_8));
    }

    /** Parts of checkpoints are of no interest here but for their headers. */
    private static ConsumerRecord<String, byte[]> withoutLargeBody(ConsumerRecord<String, byte[]> message) {
        return CheckpointKey.part(message.key()).isEmpty() || message.value() == null
                ? message
                : new ConsumerRecord<>(
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        message.timestamp(),
                        message.timestampType(),
                        0,
                        0,
                        message.key(),
                        new byte[0],
                        message.headers(),
                        Optional.empty());
    }

    /** The dead letters of a key, waited for. */
    List<ConsumerRecord<String, byte[]>> awaitDeadLetters(String key) {
        return await(() -> messages.stream()
                .filter(m ->
                        m.topic().equals(Topic.DEAD_LETTERS.name()) && m.key().equals(key))
                .toList());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private Stream<ConsumerRecord<String, byte[]>> messages(Topic topic, TrialId trial) {
        return messages.stream()
                .filter(m -> m.topic().equals(topic.name()) && CheckpointKey.fits(m.key(), trial, true));
    }

    private static TrialEvent event(ConsumerRecord<String, byte[]> message) {
        try {
            return EventJson.read(message.value(), TrialEvent.class);
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }

    private static CheckpointHeaders headers(ConsumerRecord<String, byte[]> message) {
        try {
            return CheckpointHeaders.from(message.headers());
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }
}
