package dev.lossline.trainer.cpu;

import static dev.lossline.trainer.cpu.TestExperiment.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.testing.KafkaResource;
import dev.lossline.training.safetensors.Safetensors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class TrainerIT {
    private static final int ENDLESS_EPOCHS = Training.MAX_EPOCHS;

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
    void publishesAllOfATrialInOrder() throws Exception {
        TrialSpecification specification = trial(3, List.of(), 0.01);
        TrialId id = experiment.request(1, specification);
        log.await(id, TrialCompleted.class);
        var model = log.awaitModel(id);

        assertThat(log.events(id, TrialEvent.class))
                .extracting(e -> e.getClass().getSimpleName())
                .containsExactly(
                        "TrialStarted", "EpochCompleted", "EpochCompleted", "EpochCompleted", "TrialCompleted");
        UndisturbedRun undisturbed = UndisturbedRun.of(specification);
        assertThat(log.losses(id)).isEqualTo(undisturbed.losses());
        TrialStarted started = log.events(id, TrialStarted.class).getFirst();
        assertThat(started.versions().pytorch()).isEqualTo("2.5.1");
        assertThat(started.deviceName()).isEqualTo(CpuProcessor.name());
        assertThat(started.datasetSha256()).isEqualTo(UndisturbedRun.mnist().sha256());
        assertThat(CheckpointHeaders.from(model.headers())).isEqualTo(new CheckpointHeaders(3, 1, true));
        Safetensors file = Safetensors.fromBytes(model.value());
        assertThat(file.tensors()).isEqualTo(undisturbed.checkpoints().getLast().weights());
        assertThat(ModelMetadata.from(file.metadata())).isEqualTo(new ModelMetadata(id, 1, specification));
    }

    @Test
    void trainsShortTrialsBesideALongOneAndStopsThatOneWhenItIsCancelled() throws Exception {
        TrialId endless = experiment.request(1, trial(ENDLESS_EPOCHS, List.of(), 0.01));
        log.await(endless, TrialStarted.class);
        for (int number = 2; number <= 5; number++) {
            experiment.request(number, trial(1, List.of(), 0.01));
        }
        for (int number = 2; number <= 5; number++) {
            log.await(experiment.trialId(number), TrialCompleted.class);
        }
        log.await(() -> log.checkpoints(endless));

        experiment.cancel();
        TrialCancelled cancelled = log.await(endless, TrialCancelled.class).getFirst();
        assertThat(log.events(endless, TrialEvent.class).getLast()).isEqualTo(cancelled);
    }

    @Test
    void aResumedTrialContinuesFromItsCheckpoint() throws Exception {
        TrialSpecification specification = trial(20, List.of(), 0.01);
        TrialId id = experiment.request(1, specification);
        log.await(id, EpochCompleted.class);
        experiment.pause();
        TrialId waiting = experiment.request(2, trial(1, List.of(), 0.01));
        TrialId other = experiment.request(new TrialId(UUID.randomUUID(), 1), 1, trial(1, List.of(), 0.01));
        log.await(other, TrialCompleted.class);
        assertThat(log.events(waiting, TrialStarted.class)).isEmpty();
        // It is out of the queue once no slot works: before that, a resume would release it.
        log.await(() -> Stream.of(get("/q/metrics"))
                .filter(m -> m.contains("lossline_trainer_slots_busy{device=\"cpu\"} 0.0"))
                .toList());
        CheckpointHeaders kept = log.checkpoints(id).getLast();
        assertThat(log.events(id, EpochCompleted.class)).hasSize(kept.epoch()).hasSizeLessThan(20);

        experiment.resume();
        experiment.request(id, 2, specification);
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::resumedFrom)
                .containsExactly(0, kept.epoch());
        assertThat(log.losses(id)).isEqualTo(UndisturbedRun.of(specification).losses());
    }

    @Test
    void aTrialThatIsPausedAndResumedAtOnceIsTrainedByTheAttemptThatTheResumeRequested() throws Exception {
        TrialSpecification specification = trial(40, List.of(), 0.01);
        TrialId id = experiment.request(1, specification);
        log.await(id, EpochCompleted.class);
        experiment.pause();
        experiment.resume();
        experiment.request(id, 2, specification);
        log.await(id, TrialCompleted.class);
        log.await(() -> Stream.of(get("/q/metrics"))
                .filter(m -> m.contains("lossline_trainer_slots_busy{device=\"cpu\"} 0.0"))
                .toList());

        assertThat(log.events(id, TrialCompleted.class))
                .extracting(TrialCompleted::attempt)
                .containsExactly(2);
        assertThat(log.events(id, EpochCompleted.class))
                .filteredOn(epoch -> epoch.attempt() == 1)
                .hasSizeLessThan(40);
    }

    @Test
    void doesNotStartATrialOfACancelledExperiment() throws Exception {
        experiment.cancel();
        TrialId other = experiment.request(new TrialId(UUID.randomUUID(), 1), 1, trial(4, List.of(), 0.01));
        log.await(other, TrialCompleted.class);
        TrialId id = experiment.request(1, trial(ENDLESS_EPOCHS, List.of(), 0.01));
        log.await(id, TrialCancelled.class);
        assertThat(log.events(id, TrialStarted.class)).isEmpty();
    }

    @Test
    void sendsUnreadableMessagesToTheDeadLettersAndContinues() throws Exception {
        String key = experiment.requestUnreadable("{\"type\":");
        TrialId id = experiment.request(1, trial(1, List.of(), 0.01));
        log.await(id, TrialCompleted.class);

        ConsumerRecord<String, byte[]> letter = log.awaitDeadLetters(key).getFirst();
        assertThat(letter.value()).asString().isEqualTo("{\"type\":");
        assertThat(letter.headers().lastHeader(DeadLetter.SERVICE).value())
                .asString()
                .isEqualTo("trainer-cpu");
        assertThat(letter.headers().lastHeader(DeadLetter.REASON).value())
                .asString()
                .contains("end-of-input");
    }

    @Test
    void failsATrialWithNonFiniteLossAndContinues() throws Exception {
        TrialId diverging = experiment.request(1, trial(5, List.of(16), 1e30));
        TrialId next = experiment.request(2, trial(1, List.of(), 0.01));
        TrialFailed failed = log.await(diverging, TrialFailed.class).getFirst();
        assertThat(failed.kind()).isEqualTo(FailureKind.NON_FINITE_LOSS);
        assertThat(failed.reason()).contains("batch", "epoch 1", "learning rate", "1.0E30");
        log.await(next, TrialCompleted.class);
    }

    @Test
    void failsATrialWhoseLastStepDiverges() throws Exception {
        TrialId tooFast = experiment.request(
                1,
                trial(List.of(128, 64, 32), new Training(1, 128, 0, new Optimizer.Sgd(10_000, 0, 0, false), 256), 0));
        TrialId dividingByZero = experiment.request(
                2, trial(List.of(1), new Training(1, 64, 0, new Optimizer.Adam(0.001, 0.9, 0.999, 0, 0), 64), 0));
        for (TrialId id : List.of(tooFast, dividingByZero)) {
            TrialFailed failed = log.await(id, TrialFailed.class).getFirst();
            assertThat(failed.kind()).isEqualTo(FailureKind.NON_FINITE_LOSS);
            assertThat(failed.reason()).contains("epoch 1").containsAnyOf("finite", "NaN");
            assertThat(log.events(id, TrialEvent.class))
                    .extracting(e -> e.getClass().getSimpleName())
                    .containsExactly("TrialStarted", "TrialFailed");
            assertThat(log.checkpoints(id)).isEmpty();
        }
    }

    @Test
    void aResumedTrialWithALargeStateContinuesFromItsCheckpoint() throws Exception {
        // 6.5 million weights, of which Adam keeps 12 bytes each: 78 MB, more than a message can have.
        TrialSpecification specification =
                trial(List.of(8192), new Training(12, 128, 0, new Optimizer.Adam(1e-4, 0.9, 0.999, 1e-8, 0), 256));
        TrialId id = experiment.request(1, specification);
        log.await(id, EpochCompleted.class);
        experiment.pause();
        log.await(() -> Stream.of(get("/q/metrics"))
                .filter(m -> m.contains("lossline_trainer_slots_busy{device=\"cpu\"} 0.0"))
                .toList());
        int trained = log.events(id, EpochCompleted.class).size();
        assertThat(trained).isLessThan(12);
        assertThat(log.await(() -> log.splitCheckpoints(id)).getLast().epoch()).isEqualTo(trained);

        experiment.resume();
        experiment.request(id, 2, specification);
        log.await(id, TrialCompleted.class);
        assertThat(log.events(id, TrialStarted.class))
                .extracting(TrialStarted::resumedFrom)
                .containsExactly(0, trained);
        assertThat(log.losses(id)).isEqualTo(UndisturbedRun.of(specification).losses());
    }

    @Test
    void exposesReadinessAndMetrics() throws Exception {
        TrialId id = experiment.request(1, trial(1, List.of(), 0.01));
        log.await(id, TrialCompleted.class);
        assertThat(get("/q/health/ready")).contains("\"status\": \"UP\"", "\"slots\": 2");
        // A trial is counted just after its last event.
        String metrics = log.await(() -> Stream.of(get("/q/metrics"))
                        .filter(m -> !m.contains("{device=\"cpu\",outcome=\"completed\"} 0.0"))
                        .toList())
                .getFirst();
        assertThat(metrics)
                .contains(
                        "lossline_trainer_slots{device=\"cpu\"} 2.0",
                        "lossline_trainer_trials_total{device=\"cpu\",outcome=\"completed\"}")
                .doesNotContain("lossline_trainer_epochs_total{device=\"cpu\"} 0.0");
    }

    private static String get(String path) {
        String url = ConfigProvider.getConfig().getValue("test.url", String.class);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
