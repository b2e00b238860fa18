package dev.lossline.trainer.cpu;

import static dev.lossline.trainer.cpu.TestExperiment.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.testing.KafkaResource;
import dev.lossline.trainer.Trainer;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.safetensors.Tensor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class TrialResumptionIT {
    @Inject
    Trainer trainer;

    private TestExperiment experiment;
    private TrialLog log;

    @BeforeEach
    void open() throws InterruptedException {
        experiment = new TestExperiment();
        log = experiment.log();
    }

    @AfterEach
    void close() throws Exception {
        experiment.close();
    }

    @Test
    void continuesAfterAStopFromTheLastTrainedEpoch() throws Exception {
        TrialSpecification specification = trial(12, List.of(), 0.01);
        TrialId id = experiment.request(1, specification);
        log.await(() -> log.events(id, EpochCompleted.class).stream()
                .filter(e -> e.epoch() == 3)
                .toList());
        trainer.stop();
        trainer.start();
        log.await(id, TrialCompleted.class);

        int last = log.checkpoints(id).stream()
                .filter(h -> h.attempt() == 1)
                .mapToInt(CheckpointHeaders::epoch)
                .max()
                .orElseThrow();
        TrialStarted second = log.events(id, TrialStarted.class).getLast();
        assertThat(second.attempt()).isGreaterThan(1);
        assertThat(second.resumedFrom()).isEqualTo(last);
        assertThat(log.losses(id)).isEqualTo(UndisturbedRun.of(specification).losses());
    }

    @Test
    void continuesTheTrialOfALostTrainer() throws Exception {
        TrialSpecification specification = trial(4, List.of(32), 0.01);
        UndisturbedRun undisturbed = UndisturbedRun.of(specification);
        trainer.stop();
        TrialId id = experiment.request(1, specification);
        try (var vanished = experiment.takeTrial()) {
            for (Checkpoint checkpoint : undisturbed.checkpoints().subList(0, 2)) {
                experiment.publish(id, checkpoint, specification);
            }
            trainer.start();
            log.await(id, TrialCompleted.class);
        }
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::attempt, TrialStarted::resumedFrom)
                .containsExactly(tuple(2, 2));
        assertThat(log.losses(id)).isEqualTo(undisturbed.losses().subList(2, 4));
    }

    @Test
    void continuesAfterTheBrokerForgotADelivery() throws Exception {
        TrialSpecification specification = trial(3, List.of(), 0.01);
        UndisturbedRun undisturbed = UndisturbedRun.of(specification);
        trainer.stop();
        TrialId id = experiment.request(1, specification);
        experiment.start(id, 1);
        experiment.publish(id, undisturbed.checkpoints().getFirst(), specification);
        trainer.start();
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::attempt, TrialStarted::resumedFrom)
                .containsExactly(tuple(1, 0), tuple(2, 1));
    }

    @Test
    void countsAnAttemptThatLeftNoCheckpointWhereTheBrokerForgotIt() throws Exception {
        TrialSpecification specification = trial(1, List.of(), 0.01);
        trainer.stop();
        TrialId id = experiment.request(1, specification);
        experiment.start(id, 1);
        trainer.start();
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::attempt, TrialStarted::resumedFrom)
                .containsExactly(tuple(1, 0), tuple(2, 0));
    }

    @Test
    void continuesFromAnOldCheckpoint() throws Exception {
        TrialSpecification specification = trial(2, List.of(), 0.01);
        UndisturbedRun undisturbed = UndisturbedRun.of(specification);
        trainer.stop();
        TrialId id = experiment.trialId(1);
        experiment.publish(
                id,
                undisturbed.checkpoints().getFirst(),
                specification,
                Instant.now().minus(Duration.ofHours(3)));
        experiment.request(id, 2, specification);
        trainer.start();
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::attempt, TrialStarted::resumedFrom)
                .containsExactly(tuple(2, 1));
        assertThat(log.losses(id)).isEqualTo(undisturbed.losses().subList(1, 2));
    }

    @Test
    void completesATrialAgainWhoseModelIsThere() throws Exception {
        TrialSpecification specification = trial(1, List.of(), 0.01);
        TrialId id = experiment.request(1, specification);
        TrialCompleted first = log.await(id, TrialCompleted.class).getFirst();
        // Of a trainer that was frozen until now.
        experiment.publish(id, UndisturbedRun.of(specification).checkpoints().getFirst(), specification);
        experiment.request(id, 2, specification);
        TrialCompleted second = log.await(() -> log.events(id, TrialCompleted.class).stream()
                        .filter(e -> e.attempt() == 2)
                        .toList())
                .getFirst();
        assertThat(second.trainingLoss()).isEqualTo(first.trainingLoss());
        assertThat(log.events(id, TrialStarted.class)).hasSize(1);
    }

    @Test
    void skipsUnusableCheckpoints() throws Exception {
        TrialSpecification specification = trial(6, List.of(16), 0.01);
        UndisturbedRun undisturbed = UndisturbedRun.of(specification);
        Checkpoint good = undisturbed.checkpoints().getFirst();
        TrialSpecification larger = trial(6, List.of(32), 0.01);
        Map<String, Tensor> diverged = new LinkedHashMap<>(good.weights());
        diverged.put("2.bias", Tensor.of(new float[] {0, 0, 0, 0, Float.NaN, 0, 0, 0, 0, 0}, 10));
        trainer.stop();
        TrialId id = experiment.trialId(1);
        experiment.publish(id, good, specification);
        experiment.publish(id, UndisturbedRun.of(larger).checkpoints().get(1), specification);
        experiment.publish(id, undisturbed.checkpoints().get(1), larger);
        experiment.publish(id, new Checkpoint(3, 0.1, 1, diverged, Map.of(), good.randomState()), specification);
        experiment.publish(id, new Checkpoint(4, 0.1, 1, good.weights(), Map.of(), Optional.empty()), specification);
        experiment.publishUnusable(id, 5);
        experiment.request(id, 2, specification);
        trainer.start();
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::attempt, TrialStarted::resumedFrom)
                .containsExactly(tuple(2, 1));
        assertThat(log.losses(id)).isEqualTo(undisturbed.losses().subList(1, 6));
    }

    @Test
    void continuesFromTheLatestCompleteCheckpoint() throws Exception {
        TrialSpecification specification =
                trial(List.of(2048), new Training(4, 128, 0, new Optimizer.Adam(1e-4, 0.9, 0.999, 1e-8, 0), 256));
        UndisturbedRun undisturbed = UndisturbedRun.of(specification);
        trainer.stop();
        TrialId id = experiment.trialId(1);
        List<byte[]> files = undisturbed.checkpoints().stream()
                .map(state -> state.toSafetensors(new ModelMetadata(id, 1, specification).toMap()))
                .toList();
        byte[] damaged = files.get(2).clone();
        damaged[damaged.length / 2]++;
        assertThat(files.getFirst().length).isGreaterThan(CheckpointPart.MAX_BYTES);
        experiment.publishParts(id, files.get(0), 1, 0, 9);
        experiment.publishParts(id, damaged, TestExperiment.sha256(files.get(2)), 3, 1, 9);
        experiment.publishParts(id, files.get(1), 2, 1, 1);
        experiment.request(id, 2, specification);
        trainer.start();
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::resumedFrom)
                .containsExactly(1);
        assertThat(log.losses(id)).isEqualTo(undisturbed.losses().subList(1, 4));
    }

    @Test
    void startsFromTheBeginningIfNoCheckpointCanBeUsed() throws Exception {
        TrialSpecification specification = trial(2, List.of(), 0.01);
        trainer.stop();
        TrialId id = experiment.trialId(1);
        experiment.publishUnusable(id, 1);
        experiment.request(id, 2, specification);
        trainer.start();
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::resumedFrom)
                .containsExactly(0);
    }
}
