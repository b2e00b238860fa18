package dev.lossline.trainer.training;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.config.Processor;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.TrainingResult;
import java.util.Optional;

/**
 * Trains trials: PyTorch, or a simulation that sleeps. Everything around it, such as the queue, events and checkpoints,
 * is the same.
 */
public interface TrialTraining {

    /** The processor used for training. */
    Processor processor();

    /**
     * Ensures that trials with a dataset can be trained.
     *
     * @throws dev.lossline.training.dataset.DatasetException if the dataset is unavailable; the message says what to do
     */
    void load(DatasetName dataset) throws InterruptedException;

    /**
     * Ensures that a state belongs to a trial: training can continue from it, or it is the trial's model.
     *
     * @param isFinal whether the state is the trained model
     * @throws IllegalArgumentException saying what does not match the trial
     */
    void requireUsable(TrialSpecification trial, Checkpoint state, boolean isFinal);

    /**
     * Prepares a trial for training.
     *
     * @param start the checkpoint to continue from; empty to start from the beginning
     * @throws dev.lossline.training.dataset.DatasetException if its dataset is unavailable; the message says what to do
     */
    Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) throws InterruptedException;

    /**
     * A trial that is ready to be trained.
     *
     * @param datasetSha256 the hash of the dataset
     */
    record Prepared(String datasetSha256, Run run) {}

    /** Trains on the calling thread to the last epoch, or until the listener stops it. */
    @FunctionalInterface
    interface Run {
        TrainingResult run(EpochListener listener) throws InterruptedException;
    }
}
