package dev.lossline.training;

import ai.djl.Device;

/** Trains. */
public final class Training {

    final TrainingPlan plan;
    final Dataset dataset;
    final Device device;

    public Training(TrainingPlan plan, Dataset dataset, Device device) {
        this.plan = plan;
        this.dataset = dataset;
        this.device = device;
    }

    public static Training resume(TrainingPlan plan, Dataset dataset, Device device, Checkpoint checkpoint) {
        return null;
    }

    /**
     * Trains to the plan's last epoch or until the listener says stop.
     *
     * @throws InterruptedException where the thread is interrupted; the epoch under way is lost
     * @throws NonFiniteLossException where a loss is NaN or infinite
     */
    public TrainingResult run(EpochListener listener) throws InterruptedException {
        return null;
    }
}
