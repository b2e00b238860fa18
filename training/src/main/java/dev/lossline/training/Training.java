package dev.lossline.training;

import ai.djl.Device;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.network.Architecture;
import java.util.Objects;
import java.util.Optional;

/**
 * Trains a dense network exactly like the PyTorch script in this module's README: with the same initial weights, the
 * same order of examples, and the same losses within rounding. Independent trainings can run concurrently in different
 * threads; a thread that runs one uses one intra-op thread from then on.
 */
public final class Training {

    private final TrainingPlan plan;
    private final Dataset dataset;
    private final Device device;
    private final Optional<Checkpoint> start;

    /**
     * A training from the beginning.
     *
     * @param dataset its training split is used, except for the held-out examples of the plan
     * @param device such as {@code Device.cpu()} or {@code Device.gpu()}
     * @throws IllegalArgumentException if the network does not match the dataset
     */
    public Training(TrainingPlan plan, Dataset dataset, Device device) {
        this(plan, dataset, device, Optional.empty());
    }

    private Training(TrainingPlan plan, Dataset dataset, Device device, Optional<Checkpoint> start) {
        this.plan = Objects.requireNonNull(plan);
        this.dataset = Objects.requireNonNull(dataset);
        this.device = Objects.requireNonNull(device);
        this.start = start;
        Architecture architecture = plan.architecture();
        if (architecture.inputs() != dataset.inputs() || architecture.outputs() != dataset.classes()) {
            throw new IllegalArgumentException("the network maps " + architecture.inputs() + " inputs to "
                    + architecture.outputs() + " outputs, " + dataset.name().id() + " has " + dataset.inputs()
                    + " pixels and " + dataset.classes() + " classes");
        }
    }

    /**
     * A training that continues from a checkpoint. The results are the same as without an interruption, bit for bit on
     * the same kind of device.
     *
     * @param checkpoint a checkpoint of a training with the same plan and dataset
     * @throws IllegalArgumentException if the checkpoint does not match the plan: {@link Checkpoint#requireFits}
     */
    public static Training resume(TrainingPlan plan, Dataset dataset, Device device, Checkpoint checkpoint) {
        checkpoint.requireFits(plan);
        return new Training(plan, dataset, device, Optional.of(checkpoint));
    }

    /**
     * Trains to the plan's last epoch, or until the listener stops it. Each call starts over.
     *
     * @throws InterruptedException if the thread is interrupted; checked between batches, and the epoch in progress is
     *     lost
     * @throws NonFiniteException if a loss or a weight is NaN or infinite, including after the last step; checked at
     *     the end of each epoch, before the listener is called
     */
    public TrainingResult run(EpochListener listener) throws InterruptedException {
        try (TrainingRun run = new TrainingRun(plan, dataset, device, start)) {
            boolean goOn = true;
            while (goOn && run.epoch() < plan.epochs()) {
                EpochResult result = run.trainEpoch();
                goOn = listener.epochCompleted(result, run::checkpoint);
            }
            boolean stopped = run.epoch() < plan.epochs();
            return new TrainingResult(run.epoch(), run.trainingLoss(), run.seconds(), stopped, run.checkpoint());
        }
    }
}
