package dev.lossline.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.RecordedExperiment;
import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.orchestrator.Topics;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** This orchestrator beside another, which is a consumer of its group. */
@QuarkusTest
@TestProfile(SeveralOrchestratorsIT.Settings.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class SeveralOrchestratorsIT {
    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lossline.reconciler.every", "1s", "lossline.reconciler.silence", "3s");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Kafka's range assignor assigns the only partition to the first member in the order of ids. */
    private static final String BEFORE_ALL_OTHERS = "another-orchestrator";

    @Inject
    ReconcilerSchedule schedule;

    @Inject
    @Identifier(DispatchingTurn.NAME)
    DispatchingTurn turn;

    @Inject
    EventPublisher publisher;

    private final RecordedExperiment experiment = new RecordedExperiment();

    @Test
    void onlyTheDispatcherRequestsLostTrials() throws Exception {
        await().atMost(DEADLINE).until(turn::isHere);
        try (KafkaConsumer<String, byte[]> other = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", KafkaResource.bootstrapServers(),
                        "group.id", ConsumerGroup.DISPATCHER.id(),
                        "client.id", BEFORE_ALL_OTHERS),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            other.subscribe(List.of(Topic.EXPERIMENTS.name()));
            await().atMost(DEADLINE).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty() && !turn.isHere();
            });
            publisher.publish(Topic.EXPERIMENTS, List.of(experiment.submitted()));
            // It dispatches nothing but commits as if it had.
            await().atMost(DEADLINE)
                    .until(() -> !other.poll(Duration.ofMillis(100)).isEmpty());
            other.commitSync();
            loseATrial();
            schedule.reconcile();
            assertThat(Topics.events(Topic.TRIALS_GPU, experiment.id())).isEmpty();
        }
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(Topics.events(Topic.TRIALS_GPU, experiment.id()))
                        .isNotEmpty());
        assertThat(turn.isHere()).isTrue();
    }

    private void loseATrial() throws Exception {
        experiment.record(1);
        experiment.start();
        RecordedExperiment.execute(
                "update trial set requested_at = now() - interval '1 hour' where experiment_id = '%s'"
                        .formatted(experiment.id()));
        RecordedExperiment.execute("update attempt set started_at = now() - interval '1 hour' where trial_id = '%s.1'"
                .formatted(experiment.id()));
        RecordedExperiment.allIsRecorded();
        RecordedExperiment.execute("insert into event_offset select 'lossline.training', n, 1000000"
                + " from generate_series(0, 7) n on conflict (topic, partition) do update set next_offset = 1000000");
    }
}
