package dev.lossline.training;

import ai.djl.Device;
import java.util.Objects;
import java.util.Optional;

/**
 * Trains a dense network exactly as the PyTorch script of this module's README does: the same initial weights, the same
 * order of examples, the same losses within rounding. Several trainings can run in threads of their own at the same
 * time without disturbing each other; the thread that runs one uses one intra-op thread from then on.
 */
public final class Training {

    private final TrainingPlan plan;
    private final Dataset dataset;
    private final Device device;
    private final Optional<Checkpoint> start;

    /**
     * A training from the beginning.
     *
     * @param dataset trained on is its training split, less what the plan holds out
     * @param device such as {@code Device.cpu()} or {@code Device.gpu()}
     * @throws IllegalArgumentException where the network does not fit the dataset
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
     * A training that continues from a checkpoint: what follows is what would have followed without an interruption, to
     * the last bit on the same kind of device.
     *
     * @param checkpoint of a training with the same plan and dataset
     * @throws IllegalArgumentException if the checkpoint does not fit the plan: {@link Checkpoint#requireFits}
     */
    public static Training resume(TrainingPlan plan, Dataset dataset, Device device, Checkpoint checkpoint) {
        checkpoint.requireFits(plan);
        return new Training(plan, dataset, device, Optional.of(checkpoint));
    }

    /**
     * Trains to the plan's last epoch, or until the listener stops it. Each call starts anew.
     *
     * @throws InterruptedException if the thread is interrupted; noticed at the next batch, and the epoch in progress is
     *     lost
     * @throws NonFiniteException if a loss or a weight is NaN or infinite, after the last step too; noticed at the end of
     *     the epoch, before the listener learns of it
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
