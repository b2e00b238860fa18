package dev.lossline.trainer.cpu;

import static dev.lossline.trainer.cpu.TestExperiment.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.TrialEvent.EpochCompleted;
import dev.lossline.contract.TrialEvent.TrialCompleted;
import dev.lossline.contract.TrialEvent.TrialStarted;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.testing.KafkaResource;
import dev.lossline.trainer.Trainer;
import dev.lossline.training.Checkpoint;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void goesOnAfterAStopFromTheEpochThatWasTrained() throws Exception {
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
    void goesOnWhereATrainerWasThatVanished() throws Exception {
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
    void goesOnWhereTheBrokerForgotThatItHadDelivered() throws Exception {
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
    void goesOnFromACheckpointOfLongAgo() throws Exception {
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
}
