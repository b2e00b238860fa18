package dev.lossline.bench.start;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the events of trials that are published from now on. */
final class EventFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Consumer<String, byte[]> reader;

    /** @param sentAt the time at which the producer sent the event, in milliseconds */
    record Seen(Instant sentAt, Event event) {}

    EventFollower(String brokers) {
        reader = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(Topic.TRIALS_CPU, Topic.TRAINING)
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList();
        reader.assign(partitions);
        reader.seekToEnd(partitions);
        partitions.forEach(reader::position);
    }

    /**
     * Reads the events of an experiment until a condition on them holds.
     *
     * @throws IllegalStateException if a trial fails, or the condition does not hold within two minutes
     */
    List<Seen> until(UUID experiment, Predicate<List<Seen>> enough) {
        List<Seen> seen = new ArrayList<>();
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!enough.test(seen)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("too few events after " + DEADLINE + ": " + seen);
            }
            reader.poll(POLL).forEach(message -> {
                try {
                    Event event = EventJson.read(message.value(), Event.class);
                    if (event instanceof TrialFailed failed) {
                        throw new IllegalStateException("a trial failed: " + failed.reason());
                    }
                    if (event.experimentId().equals(experiment)) {
                        seen.add(new Seen(Instant.ofEpochMilli(message.timestamp()), event));
                    }
                } catch (UnreadableEventException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        return seen;
    }

    @Override
    public void close() {
        reader.close();
    }
}
