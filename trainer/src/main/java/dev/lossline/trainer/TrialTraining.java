package dev.lossline.trainer;

import dev.lossline.contract.TrialSpecification;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.TrainingResult;
import java.util.Optional;

/**
 * What trains trials: PyTorch, or a simulation of it that sleeps. All around it, the queue, events, checkpoints and what
 * stops a trial, is the same.
 */
public interface TrialTraining {

    /** What it trains on. */
    Processor processor();

    /**
     * Makes a trial ready to be trained.
     *
     * @param start where it goes on from; empty for the beginning
     */
    Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) throws InterruptedException;

    /**
     * A trial that can be trained.
     *
     * @param datasetSha256 of what it is trained on
     */
    record Prepared(String datasetSha256, Run run) {}

    /** Trains to the last epoch, or until the listener says stop, on the calling thread. */
    @FunctionalInterface
    interface Run {
        TrainingResult run(EpochListener listener) throws InterruptedException;
    }
}
