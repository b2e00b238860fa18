package dev.lossline.orchestrator.progress;

import dev.lossline.contract.api.RecordingRepresentation;
import dev.lossline.contract.api.RecordingRepresentation.Partition;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.Queries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How much of the log is recorded in the tables, according to the offsets that are committed together with the rows.
 */
@ApplicationScoped
public class Recording {
    private static final int TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final Queries queries;

    Recording(Admin admin, Queries queries) {
        this.admin = admin;
        this.queries = queries;
    }

    private record Recorded(TopicPartition partition, long nextOffset) {}

    /**
     * The end of each partition, and how far it is recorded.
     *
     * @throws ProblemException 503 if the database is unavailable
     * @throws KafkaException if the broker is unavailable
     */
    public RecordingRepresentation state() throws InterruptedException {
        List<Topic> topics = ConsumerGroup.RECORDER.topics();
        Map<TopicPartition, Long> recorded = recorded();
        Map<TopicPartition, Long> ends = offsets(topics, OffsetSpec.latest());
        return new RecordingRepresentation(offsets(topics, OffsetSpec.earliest()).entrySet().stream()
                .map(first -> new Partition(
                        first.getKey().topic(),
                        first.getKey().partition(),
                        first.getValue(),
                        ends.get(first.getKey()),
                        recorded.getOrDefault(first.getKey(), 0L)))
                .sorted(Comparator.comparing(Partition::topic).thenComparingInt(Partition::partition))
                .toList());
    }

    /**
     * Whether all experiment and training events from before that time are recorded. While the tables are being filled,
     * a trial can wrongly appear to be silent.
     *
     * @throws ProblemException 503 if the database is unavailable
     * @throws KafkaException if the broker is unavailable
     */
    public boolean has(Instant time) throws InterruptedException {
        List<Topic> topics = List.of(Topic.EXPERIMENTS, Topic.TRAINING);
        Map<TopicPartition, Long> recorded = recorded();
        Map<TopicPartition, Long> firsts = offsets(topics, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(topics, OffsetSpec.latest());
        Map<TopicPartition, Long> since = offsets(topics, OffsetSpec.forTimestamp(time.toEpochMilli()));
        return since.entrySet().stream().allMatch(partition -> {
            // The broker returns -1 if all messages are older.
            long needed = partition.getValue() < 0 ? ends.get(partition.getKey()) : partition.getValue();
            return needed <= firsts.get(partition.getKey()) || needed <= recorded.getOrDefault(partition.getKey(), 0L);
        });
    }

    /**
     * The first unrecorded offset of each partition.
     *
     * @throws ProblemException 503 if the database is unavailable
     */
    public Map<TopicPartition, Long> recorded() {
        Map<TopicPartition, Long> recorded = new HashMap<>();
        queries.list(
                        "select topic, partition, next_offset from event_offset",
                        row -> new Recorded(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)))
                .forEach(row -> recorded.put(row.partition(), row.nextOffset()));
        return recorded;
    }

    private Map<TopicPartition, Long> offsets(List<Topic> topics, OffsetSpec which) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .collect(Collectors.toMap(Function.identity(), partition -> which));
        try {
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return found.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, partition -> partition.getValue().offset()));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot read the end offsets of its partitions", e);
        }
    }
}
