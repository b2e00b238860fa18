package dev.lossline.trainer.cpu;

import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.Training;
import dev.lossline.training.TrainingPlan;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import dev.lossline.training.network.Architecture;
import java.util.ArrayList;
import java.util.List;

/**
 * The training library's result for an uninterrupted trial.
 *
 * @param losses of the epochs
 * @param checkpoints after the epochs
 */
record UndisturbedRun(List<Double> losses, List<Checkpoint> checkpoints) {
    /** Larger networks are run for their losses alone. */
    private static final int MAX_UNITS_KEPT = 4_000;

    static UndisturbedRun of(TrialSpecification trial) throws InterruptedException {
        UndisturbedRun run = new UndisturbedRun(new ArrayList<>(), new ArrayList<>());
        EpochListener listener = (result, checkpoint) -> {
            if (trial.model().hidden().stream().allMatch(units -> units < MAX_UNITS_KEPT)) {
                run.checkpoints.add(checkpoint.get());
            }
            return run.losses.add(result.trainingLoss());
        };
        new Training(plan(trial), mnist(), ai.djl.Device.cpu()).run(listener);
        return run;
    }

    static Dataset mnist() throws InterruptedException {
        return new DatasetStore(DatasetStore.defaultDirectory()).open(DatasetName.MNIST, DownloadListener.NONE);
    }

    private static TrainingPlan plan(TrialSpecification trial) {
        dev.lossline.specification.Training training = trial.training();
        return new TrainingPlan(
                new Architecture(784, trial.model().hidden(), 10, Activation.RELU),
                training.optimizer(),
                training.epochs(),
                training.batchSize(),
                0,
                trial.seed(),
                training.examples() == null ? Integer.MAX_VALUE : training.examples());
    }
}
