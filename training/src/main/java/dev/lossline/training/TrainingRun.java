package dev.lossline.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.dataset.Split;
import dev.lossline.training.engine.Examples;
import dev.lossline.training.engine.TorchEngine;
import dev.lossline.training.evaluation.Evaluation;
import dev.lossline.training.evaluation.Scorer;
import dev.lossline.training.network.DenseNetwork;
import dev.lossline.training.network.OptimizerState;
import dev.lossline.training.random.TorchRandom;
import dev.lossline.training.safetensors.Tensor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A training in progress: its arrays on the device and its position. Confined to the thread that created it. */
final class TrainingRun implements AutoCloseable {

    /** The target duration of a native call; an interrupt takes effect only after the call. */
    private static final Duration MAX_CALL = Duration.ofMillis(100);

    private static final int MAX_BATCHES_PER_CALL = 10_000;

    private final TrainingPlan plan;
    private final NDManager manager;
    private final TrainingScript.Subject subject;
    private final Optional<Scorer> heldOut;
    private final TorchRandom random;
    private int epoch;
    private double trainingLoss;
    private double seconds;

    TrainingRun(TrainingPlan plan, Dataset dataset, Device device, Optional<Checkpoint> start) {
        this.plan = plan;
        random = start.flatMap(Checkpoint::randomState)
                .map(state -> TorchRandom.restore(state.unsigned()))
                .orElseGet(() -> new TorchRandom(plan.seed()));
        Map<String, Tensor> weights = start.map(Checkpoint::weights)
                .orElseGet(() -> DenseNetwork.initialWeights(plan.architecture(), random));
        epoch = start.map(Checkpoint::epoch).orElse(0);
        trainingLoss = start.map(Checkpoint::trainingLoss).orElse(Double.NaN);
        seconds = start.map(Checkpoint::seconds).orElse(0.0);
        manager = TorchEngine.open(device);
        try {
            Split split = dataset.train();
            int trained = plan.trained(split.size());
            Examples examples = Examples.of(manager, split, 0, trained, dataset.classes());
            int used = plan.used(split.size());
            heldOut = trained == used
                    ? Optional.empty()
                    : Optional.of(new Scorer(manager.newSubManager(), split, trained, used));
            DenseNetwork network = new DenseNetwork(manager, plan.architecture(), weights);
            OptimizerState state = new OptimizerState(manager, plan.optimizer(), network.parameters());
            start.ifPresent(checkpoint -> state.restore(network.parameterNames(), checkpoint.optimizerState()));
            subject = new TrainingScript.Subject(plan, examples, network, state);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** The number of completed epochs. */
    int epoch() {
        return epoch;
    }

    double trainingLoss() {
        return trainingLoss;
    }

    double seconds() {
        return seconds;
    }

    /**
     * Trains the next epoch.
     *
     * @throws NonFiniteException if a loss or a weight is NaN or infinite afterwards
     */
    EpochResult trainEpoch() throws InterruptedException {
        long begin = System.nanoTime();
        int[] order = random.epochPermutation(subject.examples().size());
        double loss;
        try (NDManager epochManager = manager.newSubManager()) {
            loss = trainBatches(epochManager, order);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        epoch++;
        trainingLoss = loss;
        seconds += took;
        requireFinite(order);
        Optional<Evaluation> validation = heldOut.map(held -> held.score(subject.network()));
        validation.map(Evaluation::loss).filter(v -> !Double.isFinite(v)).ifPresent(v -> {
            throw NonFiniteException.validationLoss(epoch, v);
        });
        return new EpochResult(
                epoch,
                loss,
                validation.map(v -> OptionalDouble.of(v.loss())).orElseGet(OptionalDouble::empty),
                validation.map(v -> OptionalDouble.of(v.accuracy())).orElseGet(OptionalDouble::empty),
                took,
                subject.examples().size() / took);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(
                epoch,
                trainingLoss,
                seconds,
                subject.network().weights(),
                subject.state().tensors(subject.network().parameterNames()),
                Optional.of(Tensor.ofUnsigned(random.state(), TorchRandom.STATE_WORDS)));
    }

    @Override
    public void close() {
        manager.close();
    }

    /**
     * Trains one epoch and returns its loss: PyTorch's mean over batches, in which a smaller last batch has the same
     * weight.
     */
    private double trainBatches(NDManager epochManager, int[] order) throws InterruptedException {
        int batches = Math.ceilDiv(order.length, plan.batchSize());
        NDList losses = new NDList();
        int atOnce = 1;
        for (int done = 0; done < batches; ) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in epoch " + (epoch + 1) + ", batch " + (done + 1));
            }
            int count = Math.min(atOnce, batches - done);
            int from = done * plan.batchSize();
            int to = Math.min(from + count * plan.batchSize(), order.length);
            long begin = System.nanoTime();
            NDArray rows = epochManager.create(Arrays.copyOfRange(order, from, to));
            losses.add(TrainingScript.get().train(subject, rows, (long) epoch * batches + done));
            done += count;
            atOnce = batchesIn(MAX_CALL, count, System.nanoTime() - begin);
        }
        // Reads the losses only once, because each read blocks until the GPU has finished.
        return meanLoss(NDArrays.concat(losses).toFloatArray());
    }

    /**
     * A batch's loss is computed before its step, so the losses do not reflect the last step. After each epoch, the
     * weights are checked too, and after the last epoch also the loss.
     */
    private void requireFinite(int[] order) {
        subject.network().firstNonFinite().ifPresent(parameter -> {
            throw NonFiniteException.weights(epoch, parameter);
        });
        if (epoch == plan.epochs()) {
            int lastBatch = (order.length - 1) / plan.batchSize() * plan.batchSize();
            try (NDManager step = manager.newSubManager()) {
                double loss = subject.examples()
                        .loss(step, subject.network(), Arrays.copyOfRange(order, lastBatch, order.length));
                if (!Double.isFinite(loss)) {
                    throw NonFiniteException.lossAfterLastStep(epoch, loss);
                }
            }
        }
    }

    /** The number of batches that fit the time if {@code count} of them took {@code nanos}; at least one. */
    private static int batchesIn(Duration time, int count, long nanos) {
        return (int) Math.clamp(time.toNanos() * count / Math.max(1, nanos), 1, MAX_BATCHES_PER_CALL);
    }

    private double meanLoss(float[] losses) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            if (!Float.isFinite(losses[i])) {
                throw NonFiniteException.batchLoss(epoch + 1, i + 1, losses[i]);
            }
            sum += losses[i];
        }
        return sum / losses.length;
    }
}
