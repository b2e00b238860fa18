package dev.lossline.contract.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.specification.TrialId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class TrialPartitionerTest {
    private static final int PARTITIONS = 8;
    private static final List<TrialId> TRIALS = IntStream.rangeClosed(1, 1_000)
            .mapToObj(number -> new TrialId(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), number))
            .toList();

    private final Node node = new Node(1, "localhost", 9092);
    private final Cluster cluster = new Cluster(
            "cluster",
            List.of(node),
            IntStream.range(0, PARTITIONS)
                    .mapToObj(n -> new PartitionInfo("topic", n, node, new Node[0], new Node[0]))
                    .toList(),
            Set.of(),
            Set.of());

    @Test
    void leavesMessagesWhereKafkaPutsThem() {
        assertThat(TRIALS)
                .allMatch(trial -> partitionOf(trial.toString())
                        == BuiltInPartitioner.partitionForKey(trial.toString().getBytes(UTF_8), PARTITIONS));
    }

    @Test
    void putsAModelWhereTheCheckpointsOfItsTrialAre() {
        assertThat(TRIALS)
                .allMatch(trial ->
                        partitionOf(CheckpointKey.ofModel(trial)) == partitionOf(CheckpointKey.ofCheckpoints(trial)))
                .allMatch(trial ->
                        partitionOf(CheckpointKey.ofModel(trial)) == TrialPartitioner.partitionOf(trial, PARTITIONS));
    }

    @Test
    void putsAllPartsOfACheckpointWhereItsTrialIs() {
        for (int i = 1; i <= CheckpointPart.MAX_COUNT; i++) {
            int number = i;
            assertThat(TRIALS)
                    .allMatch(trial -> partitionOf(new CheckpointKey.Part(trial, number % 2, number).toString())
                            == TrialPartitioner.partitionOf(trial, PARTITIONS));
        }
    }

    @Test
    void putsAMessageWithoutAKeySomewhere() {
        assertThat(partitionOf(null)).isBetween(0, PARTITIONS - 1);
    }

    private int partitionOf(String key) {
        byte[] bytes = key == null ? null : key.getBytes(UTF_8);
        try (TrialPartitioner partitioner = new TrialPartitioner()) {
            return partitioner.partition("topic", key, bytes, null, null, cluster);
        }
    }
}
