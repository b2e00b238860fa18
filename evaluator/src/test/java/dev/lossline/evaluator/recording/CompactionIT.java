package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Models;
import dev.lossline.evaluator.Results;
import dev.lossline.specification.TrialId;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages of a trial after the broker has compacted its checkpoints. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class CompactionIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Map<ConfigResource, Map<String, String>> EAGER = Map.of(
            new ConfigResource(ConfigResource.Type.TOPIC, Topic.CHECKPOINTS.name()),
            Map.of("segment.ms", "50", "min.cleanable.dirty.ratio", "0"),
            new ConfigResource(ConfigResource.Type.BROKER, ""),
            Map.of("log.cleaner.backoff.ms", "100"));

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    private final Log log = new Log(KafkaResource.bootstrapServers());
    private final Models models = new Models(log);
    private final UUID experiment = Generators.timeBasedEpochGenerator().generate();
    private final TrialId trial = new TrialId(experiment, 1);
    private final TrialId trialOfBefore = new TrialId(experiment, 2);

    @BeforeEach
    void compactEagerly() throws Exception {
        configure(OpType.SET);
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        configure(OpType.DELETE);
    }

    @Test
    void aModelOutlivesTheCheckpointOfATrainerThatWasFrozen() throws Exception {
        byte[] model = models.publish(trial, new CheckpointHeaders(3, 2, true), 1);
        log.publishCheckpoint(
                CheckpointKey.ofCheckpoints(trialOfBefore),
                Models.file(trialOfBefore, 2, 1),
                new CheckpointHeaders(3, 2, true));
        for (TrialId thawed : List.of(trial, trialOfBefore)) {
            models.publish(thawed, new CheckpointHeaders(1, 1, false), 0.25f);
            models.publish(thawed, new CheckpointHeaders(2, 1, false), 0.5f);
        }
        awaitCompacted();

        assertThat(messages(trial))
                .extracting(ConsumerRecord::key)
                .containsExactly(CheckpointKey.ofModel(trial), CheckpointKey.ofCheckpoints(trial));
        // Models had the key of the checkpoints once, and this is how they were lost.
        assertThat(messages(trialOfBefore))
                .extracting(message -> CheckpointHeaders.from(message.headers()).isFinal())
                .containsExactly(false);
        Results results = new Results(dataSource, experiment);
        results.forget();
        recorder.record(Batch.of(log.read(List.of(Topic.CHECKPOINTS))));
        assertThat(results.ofTrials("trial_id, encode(safetensors, 'hex')", "model"))
                .containsExactly(trial + "|" + HexFormat.of().formatHex(model));
    }

    @Test
    void obsoleteCheckpointsAreDroppedWithoutADeadLetter() throws Exception {
        models.publish(trial, new CheckpointHeaders(2, 1, false), 0.5f);
        models.publish(trialOfBefore, new CheckpointHeaders(1, 1, false), 0.5f);
        models.publish(trialOfBefore, new CheckpointHeaders(2, 1, false), 0.5f);
        models.publish(trial, new CheckpointHeaders(3, 1, true), 1);
        log.publishCheckpoint(CheckpointKey.ofCheckpoints(trial), null, new CheckpointHeaders(3, 1, false));
        awaitCompacted();

        assertThat(messages(trial))
                .filteredOn(message -> message.value() != null)
                .extracting(ConsumerRecord::key)
                .containsExactly(CheckpointKey.ofModel(trial));
        new Results(dataSource, experiment).awaitRecorded(log.ends(List.of(Topic.CHECKPOINTS)), DEADLINE);
        assertThat(log.deadLetterReasons(CheckpointKey.ofCheckpoints(trial))).isEmpty();
    }

    /** Waits until the first of two checkpoints with the same key is deleted. Later messages close the segment. */
    private void awaitCompacted() {
        TrialId other = new TrialId(experiment, 3);
        await().atMost(DEADLINE).until(() -> {
            models.publish(other, new CheckpointHeaders(1, 1, false), 1);
            return messages(trialOfBefore).size() == 1;
        });
    }

    private List<ConsumerRecord<String, byte[]>> messages(TrialId ofTrial) {
        return log.read(List.of(Topic.CHECKPOINTS)).stream()
                .filter(message -> CheckpointKey.fits(message.key(), ofTrial, true))
                .toList();
    }

    private static void configure(OpType type) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KafkaResource.bootstrapServers()))) {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = EAGER.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            resource -> operations(resource.getValue(), type).toList()));
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static Stream<AlterConfigOp> operations(Map<String, String> settings, OpType type) {
        return settings.entrySet().stream()
                .map(s -> new AlterConfigOp(new ConfigEntry(s.getKey(), s.getValue()), type));
    }
}
