package dev.lossline.trainer;

import dev.lossline.contract.DatasetId;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.TrainingResult;
import java.util.Optional;

/**
 * What trains trials: PyTorch, or a simulation of it that sleeps. Everything around it, such as the queue, events and
 * checkpoints, is the same.
 */
public interface TrialTraining {

    /** The processor that trains. */
    Processor processor();

    /**
     * Makes sure that trials of a dataset can be trained.
     *
     * @throws dev.lossline.training.DatasetException if the dataset cannot be had; the message says what to do
     */
    void load(DatasetId dataset) throws InterruptedException;

    /**
     * Makes sure that a state belongs to a trial: training can continue from it, or it is the trial's model.
     *
     * @param isFinal whether the state is the trained model
     * @throws IllegalArgumentException saying what does not fit the trial
     */
    void requireUsable(TrialSpecification trial, Checkpoint state, boolean isFinal);

    /**
     * Makes a trial ready to be trained.
     *
     * @param start where it continues from; empty for the beginning
     * @throws dev.lossline.training.DatasetException if its dataset cannot be had; the message says what to do
     */
    Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) throws InterruptedException;

    /**
     * A trial that can be trained.
     *
     * @param datasetSha256 hash of the dataset that it is trained on
     */
    record Prepared(String datasetSha256, Run run) {}

    /** Trains to the last epoch, or until the listener stops it, on the calling thread. */
    @FunctionalInterface
    interface Run {
        TrainingResult run(EpochListener listener) throws InterruptedException;
    }
}
