package dev.lossline.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.RecordedExperiment;
import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.orchestrator.Topics;
import dev.lossline.orchestrator.progress.ExperimentLog;
import dev.lossline.specification.Device;
import dev.lossline.specification.Trial;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests which trials are requested again. The test acts as the dispatcher. */
@QuarkusTest
@TestProfile(ReconcilerIT.NoDispatcher.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ReconcilerIT {
    public static final class NoDispatcher implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.incoming.experiments.enabled",
                    "false",
                    "lossline.reconciler.silence",
                    "1m",
                    "lossline.reconciler.every",
                    "1h");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Inject
    Reconciler reconciler;

    @Inject
    EventPublisher publisher;

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final TrialId first = new TrialId(experiment.id(), 1);
    private final TrialId second = new TrialId(experiment.id(), 2);

    @BeforeEach
    void submitAnHourAgo() throws Exception {
        publisher.publish(Topic.EXPERIMENTS, List.of(experiment.submitted()));
        experiment.record(2);
        RecordedExperiment.execute("update trial set requested_at = now() - interval '1 hour'");
        RecordedExperiment.allIsRecorded();
        RecordedExperiment.execute("insert into event_offset select 'lossline.training', n, 1000000"
                + " from generate_series(0, 7) n on conflict (topic, partition) do nothing");
    }

    @Test
    void requestsATrialThatWasNeverRequestedWhileOthersWait() throws Exception {
        request(second, 1);
        dispatched();
        reconciler.reconcile();
        assertThat(requests(first)).isEqualTo(1);
        assertThat(requests(second)).as("it waits").isEqualTo(1);
        reconciler.reconcile();
        assertThat(requests(first)).isEqualTo(1);
    }

    @Test
    void skipsTrialsThatTheDispatcherIsAboutToRequest() throws Exception {
        reconciler.reconcile();
        assertThat(requests(first)).isZero();
        dispatched();
        reconciler.reconcile();
        assertThat(requests(first)).isEqualTo(1);
    }

    @Test
    void doesNotRequestATrialWithEventsThatAreNotRecorded() throws Exception {
        request(second, 1);
        recordedUpToNow();
        publisher.publish(
                Topic.TRAINING,
                List.of(new TrialStarted(
                        first, 1, Instant.now(), Device.GPU, "host", "gpu", 0, "ab", new Versions("1", "2", "3"))));
        dispatched();
        reconciler.reconcile();
        assertThat(requests(first)).isZero();
    }

    @Test
    void requestsASilentTrialWhoseOldRequestIsStillQueued() throws Exception {
        request(first, 1);
        request(second, 1);
        RecordedExperiment.execute(
                "update trial set started_at = now(), started_attempt = 1 where trial_id = '%s'".formatted(first));
        RecordedExperiment.execute(
                "insert into attempt values ('%s', 1, now() - interval '1 hour', 'gpu', 'host',".formatted(first)
                        + " 'gpu', 0, 'ab', '1', '2', '3')");
        dispatched();
        reconciler.reconcile();
        assertThat(requests(first)).isEqualTo(2);
        assertThat(requests(second)).isEqualTo(1);
    }

    @Test
    void failsATrialThatCrashesEveryTrainer() throws Exception {
        request(first, 1);
        request(second, 1);
        RecordedExperiment.execute(
                "update trial set started_at = now(), started_attempt = 10 where trial_id = '%s'".formatted(first));
        RecordedExperiment.execute(
                "insert into attempt select '%s', n, now() - interval '1 hour', 'gpu', 'host', 'gpu', 0,"
                                .formatted(first)
                        + " 'ab', '1', '2', '3' from generate_series(1, 10) n");
        dispatched();
        reconciler.reconcile();
        assertThat(Topics.events(Topic.TRAINING, experiment.id()))
                .singleElement()
                .isInstanceOfSatisfying(
                        TrialFailed.class, failed -> assertThat(failed.reason()).contains("10 attempts"));
        assertThat(requests(first)).isEqualTo(1);
    }

    @Test
    void noTrialOfAPausedExperimentIsRequested() throws Exception {
        publisher.publish(Topic.EXPERIMENTS, List.of(new ExperimentPaused(experiment.id(), Instant.now())));
        dispatched();
        reconciler.reconcile();
        assertThat(requests(first)).isZero();
    }

    private void request(TrialId id, int attempt) throws Exception {
        for (Trial trial : new Expansion(RecordedExperiment.specification()).trials(experiment.id())) {
            if (trial.id().equals(id)) {
                publisher.publish(
                        Topic.TRIALS_GPU,
                        List.of(new TrialRequested(id, attempt, Instant.now(), trial.specification(), 0)));
            }
        }
    }

    /** Commits that everything on the log is dispatched. */
    private static void dispatched() {
        try (KafkaConsumer<String, byte[]> dispatcher = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        KafkaResource.bootstrapServers(),
                        "group.id",
                        ConsumerGroup.DISPATCHER.id()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            dispatcher.assign(List.of(ExperimentLog.PARTITION));
            long end = dispatcher.endOffsets(List.of(ExperimentLog.PARTITION)).get(ExperimentLog.PARTITION);
            await().atMost(DEADLINE)
                    .untilAsserted(
                            () -> dispatcher.commitSync(Map.of(ExperimentLog.PARTITION, new OffsetAndMetadata(end))));
        }
    }

    private static void recordedUpToNow() throws Exception {
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KafkaResource.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            for (int number = 0; number < Topic.TRAINING.partitions(); number++) {
                TopicPartition partition = new TopicPartition(Topic.TRAINING.name(), number);
                RecordedExperiment.execute(
                        "update event_offset set next_offset = %d where topic = '%s' and partition = %d"
                                .formatted(
                                        reader.endOffsets(List.of(partition)).get(partition),
                                        partition.topic(),
                                        number));
            }
        }
    }

    private int requests(TrialId trial) {
        return Topics.messages(Topic.TRIALS_GPU, trial.toString()).size();
    }
}
