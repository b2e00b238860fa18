package dev.lossline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.evaluation.Evaluation;
import dev.lossline.training.network.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingIT {

    private static final Dataset DATASET = TestData.synthetic(500);
    private static final Optimizer SGD = Optimizer.Sgd.of(0.01);

    static List<Optimizer> optimizers() {
        return List.of(
                SGD, new Optimizer.Sgd(0.01, 0.9, 0.001, true), Optimizer.Adam.of(0.001), Optimizer.AdamW.of(0.001));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void resumesFromAFileWithIdenticalResults(Optimizer optimizer) throws InterruptedException {
        TrainingPlan plan = TestData.plan(optimizer, 6, 32, 16);
        List<byte[]> files = new ArrayList<>();
        Trained whole = train(new Training(plan, DATASET, Device.cpu()), files);
        Checkpoint afterTwo = Checkpoint.fromSafetensors(files.get(1));

        Trained resumed = train(Training.resume(plan, DATASET, Device.cpu(), afterTwo), new ArrayList<>());

        assertThat(resumed.losses()).isEqualTo(whole.losses().subList(2, 6));
        assertThat(resumed.result().checkpoint().weights())
                .isEqualTo(whole.result().checkpoint().weights());
        assertThat(resumed.result().checkpoint().optimizerState())
                .isEqualTo(whole.result().checkpoint().optimizerState());
        assertThat(resumed.result().seconds()).isGreaterThan(afterTwo.seconds());
    }

    @Test
    void twoAtOnceGiveTheSameBitsAsOneAfterTheOther() throws Exception {
        List<Callable<Trained>> trials = new ArrayList<>();
        for (Optimizer optimizer : optimizers()) {
            TrainingPlan plan = TestData.plan(optimizer, 5, 64);
            trials.add(() -> train(new Training(plan, DATASET, Device.cpu()), new ArrayList<>()));
        }
        List<Trained> alone = new ArrayList<>();
        for (Callable<Trained> trial : trials) {
            alone.add(trial.call());
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(trials.size())) {
            List<Future<Trained>> together = threads.invokeAll(trials);
            for (int i = 0; i < trials.size(); i++) {
                assertThat(together.get(i).get().losses())
                        .isEqualTo(alone.get(i).losses());
                assertThat(together.get(i).get().result().checkpoint().weights())
                        .isEqualTo(alone.get(i).result().checkpoint().weights());
            }
        }
    }

    @Test
    void usesTheFirstExamplesAndHoldsOutTheLastOfThem() throws InterruptedException {
        TrainingPlan all = TestData.plan(SGD, 2, 32);
        TrainingPlan some = new TrainingPlan(all.architecture(), SGD, 2, 64, 0.2, all.seed(), 250);
        Dataset first200 = new Dataset(
                DatasetName.MNIST,
                DATASET.train().range(0, 200),
                DATASET.train().range(200, 250),
                "");
        List<EpochResult> results = new ArrayList<>();
        Checkpoint trained = new Training(some, DATASET, Device.cpu())
                .run((result, checkpoint) -> results.add(result))
                .checkpoint();

        assertThat(results.stream().map(EpochResult::trainingLoss))
                .isEqualTo(train(new Training(all, first200, Device.cpu()), new ArrayList<>())
                        .losses());
        Evaluation ofTheRest =
                Evaluation.evaluate(all.architecture(), trained.weights(), first200.test(), Device.cpu());
        assertThat(results.get(1).validationLoss()).hasValue(ofTheRest.loss());
    }

    @Test
    void holdsOutTheLastExamples() throws InterruptedException {
        TrainingPlan all = TestData.plan(SGD, 3, 32);
        TrainingPlan split = new TrainingPlan(all.architecture(), SGD, 3, 64, 0.2, all.seed());
        Dataset first400 = new Dataset(
                DatasetName.MNIST,
                DATASET.train().range(0, 400),
                DATASET.train().range(400, 500),
                "");
        List<EpochResult> results = new ArrayList<>();

        Checkpoint trained = new Training(split, DATASET, Device.cpu())
                .run((result, checkpoint) -> results.add(result))
                .checkpoint();

        assertThat(results.stream().map(EpochResult::trainingLoss))
                .isEqualTo(train(new Training(all, first400, Device.cpu()), new ArrayList<>())
                        .losses());
        Evaluation ofTheRest =
                Evaluation.evaluate(all.architecture(), trained.weights(), first400.test(), Device.cpu());
        assertThat(results.get(2).validationLoss()).hasValue(ofTheRest.loss());
        assertThat(results.get(2).validationAccuracy()).hasValue(ofTheRest.accuracy());
    }

    @Test
    void saysNothingOfValidationWhereNothingIsHeldOut() throws InterruptedException {
        new Training(TestData.plan(SGD, 1), DATASET, Device.cpu()).run((result, checkpoint) -> {
            assertThat(result.validationLoss()).isEmpty();
            assertThat(result.validationAccuracy()).isEmpty();
            return true;
        });
    }

    @Test
    void stopsWhenTheListenerSaysSo() throws InterruptedException {
        TrainingResult result = new Training(TestData.plan(SGD, 10, 8), DATASET, Device.cpu())
                .run((epoch, checkpoint) -> epoch.epoch() < 3);

        assertThat(result.stopped()).isTrue();
        assertThat(result.epoch()).isEqualTo(3);
        assertThat(result.checkpoint().epoch()).isEqualTo(3);
    }

    @Test
    void namesTheFirstBatchWhoseLossIsNotFinite() {
        Training diverging = new Training(TestData.plan(Optimizer.Sgd.of(1e30), 5, 16), DATASET, Device.cpu());

        assertThatThrownBy(() -> diverging.run(EpochListener.NONE))
                .isInstanceOfSatisfying(NonFiniteException.class, e -> {
                    assertThat(e.epoch()).isEqualTo(1);
                    assertThat(e).hasMessageMatching("the loss of batch [2-8] in epoch 1 is (NaN|Infinity): .*");
                });
    }

    @Test
    void noticesThatTheLastStepOfTheLastEpochDiverged() throws InterruptedException {
        // Both are cases of issue 13: the losses of all batches are finite, and the weights or the next loss are not.
        TrainingPlan tooFast =
                new TrainingPlan(TestData.architecture(128, 64, 32), Optimizer.Sgd.of(10_000), 1, 128, 0, 0, 256);
        TrainingPlan dividingByZero = new TrainingPlan(
                TestData.architecture(1), new Optimizer.Adam(0.001, 0.9, 0.999, 0, 0), 1, 64, 0, 0, 64);
        Dataset mnist = TestData.mnist();

        for (TrainingPlan plan : List.of(tooFast, dividingByZero)) {
            List<EpochResult> epochs = new ArrayList<>();
            assertThatThrownBy(() ->
                            new Training(plan, mnist, Device.cpu()).run((result, checkpoint) -> epochs.add(result)))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageMatching(
                            "(after epoch 1 not all numbers of \\S+ are finite|the loss of the last batch is NaN after .*)"
                                    + ": training has diverged.*");
            assertThat(epochs).isEmpty();
        }
    }

    @Test
    void noticesThatTheLossAfterTheLastStepIsNotFinite() throws InterruptedException {
        // One step of this size leaves finite weights, with which the logits overflow.
        TrainingPlan plan =
                new TrainingPlan(TestData.architecture(16, 16, 16), Optimizer.Sgd.of(1e18), 1, 500, 0, 5, 500);

        assertThatThrownBy(() -> new Training(plan, DATASET, Device.cpu()).run(EpochListener.NONE))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageStartingWith("the loss of the last batch is NaN after the last step, in epoch 1");
    }

    @Test
    void noticesThatTheLastStepBeforeAPauseDiverged() throws InterruptedException {
        TrainingPlan plan = new TrainingPlan(
                TestData.architecture(1), new Optimizer.Adam(0.001, 0.9, 0.999, 0, 0), 5, 64, 0, 0, 64);
        Dataset mnist = TestData.mnist();

        assertThatThrownBy(() -> new Training(plan, mnist, Device.cpu()).run((result, checkpoint) -> false))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("not all numbers of");
    }

    @Test
    void anInterruptEndsTraining() {
        Training training = new Training(TestData.plan(SGD, 1000, 16), DATASET, Device.cpu());

        assertThatThrownBy(() -> training.run((result, checkpoint) -> {
                    Thread.currentThread().interrupt();
                    return true;
                }))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("epoch 2, batch 1");
    }

    @Test
    void trainsABatchLargerThanTheSplitAndASplitOfOne() throws InterruptedException {
        for (int examples : new int[] {1, 7}) {
            TrainingResult result = new Training(TestData.plan(SGD, 2, 8), TestData.synthetic(examples), Device.cpu())
                    .run(EpochListener.NONE);
            assertThat(result.trainingLoss()).isFinite();
        }
    }

    @Test
    void rejectsCheckpointsThatDoNotFit() throws InterruptedException {
        TrainingPlan plan = TestData.plan(SGD, 2, 8);
        Checkpoint trained = new Training(plan, DATASET, Device.cpu())
                .run(EpochListener.NONE)
                .checkpoint();
        Checkpoint model = Checkpoint.fromSafetensors(trained.modelSafetensors(Map.of()));
        TrainingPlan images = new TrainingPlan(new Architecture(100, List.of(), 10, Activation.RELU), SGD, 1, 64, 0, 0);

        assertThatThrownBy(() -> Training.resume(plan, DATASET, Device.cpu(), model))
                .hasMessageContaining("no random state");
        assertThatThrownBy(() -> Training.resume(TestData.plan(SGD, 3, 9), DATASET, Device.cpu(), trained))
                .hasMessage("0.weight is F32 of shape [8, 784], must be F32 of shape [9, 784]");
        assertThatThrownBy(() -> new Training(images, DATASET, Device.cpu())).hasMessageContaining("maps 100 inputs");
    }

    private static Trained train(Training training, List<byte[]> checkpoints) throws InterruptedException {
        List<Double> losses = new ArrayList<>();
        TrainingResult result = training.run((epoch, checkpoint) -> {
            checkpoints.add(checkpoint.get().toSafetensors(Map.of()));
            return losses.add(epoch.trainingLoss());
        });
        return new Trained(losses, result);
    }

    private record Trained(List<Double> losses, TrainingResult result) {}
}
