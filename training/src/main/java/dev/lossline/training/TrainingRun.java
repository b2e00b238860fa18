package dev.lossline.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A training under way: its arrays on the device, and how far it has come. Belongs to the thread that made it. */
final class TrainingRun implements AutoCloseable {

    private final TrainingPlan plan;
    private final NDManager manager;
    private final Examples examples;
    private final Optional<Scorer> heldOut;
    private final DenseNetwork network;
    private final ParameterUpdate update;
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
            examples = new Examples(manager, split, 0, trained, dataset.classes());
            int used = plan.used(split.size());
            heldOut = trained == used
                    ? Optional.empty()
                    : Optional.of(new Scorer(manager.newSubManager(), split, trained, used));
            network = new DenseNetwork(manager, plan.architecture(), weights);
            update = ParameterUpdate.of(plan.optimizer(), manager, network.parameters());
            start.ifPresent(
                    checkpoint -> update.restore(manager, network.parameterNames(), checkpoint.optimizerState()));
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** Epochs completed. */
    int epoch() {
        return epoch;
    }

    double trainingLoss() {
        return trainingLoss;
    }

    double seconds() {
        return seconds;
    }

    EpochResult trainEpoch() throws InterruptedException {
        long begin = System.nanoTime();
        double loss;
        try (NDManager epochManager = manager.newSubManager()) {
            loss = trainBatches(epochManager);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        epoch++;
        trainingLoss = loss;
        seconds += took;
        Optional<Evaluation> validation = heldOut.map(held -> held.score(network));
        return new EpochResult(
                epoch,
                loss,
                validation.map(v -> OptionalDouble.of(v.loss())).orElseGet(OptionalDouble::empty),
                validation.map(v -> OptionalDouble.of(v.accuracy())).orElseGet(OptionalDouble::empty),
                took,
                examples.size() / took);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(
                epoch,
                trainingLoss,
                seconds,
                network.weights(),
                update.tensors(network.parameterNames()),
                Optional.of(Tensor.ofUnsigned(random.state(), TorchRandom.STATE_WORDS)));
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Trains one epoch and returns its loss: PyTorch's mean over batches, a smaller last one counted in full. */
    private double trainBatches(NDManager epochManager) throws InterruptedException {
        int[] order = random.epochPermutation(examples.size());
        Examples.Batches batches = examples.batches(epochManager, order, plan.batchSize());
        int count = batches.pixels().size();
        int lastSize = examples.size() - (count - 1) * plan.batchSize();
        NDArray perExample = epochManager.create(1f / plan.batchSize());
        NDArray perExampleOfLast = epochManager.create(1f / lastSize);
        NDList logLikelihoods = new NDList(count);
        for (int i = 0; i < count; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in epoch " + (epoch + 1) + ", batch " + (i + 1));
            }
            try (NDManager stepManager = epochManager.newSubManager()) {
                NDArray pixels = batches.pixels().get(i);
                pixels.attach(stepManager);
                NDArray oneHot = batches.oneHot().get(i);
                oneHot.attach(stepManager);
                DenseNetwork.Step step = network.step(pixels, oneHot, i < count - 1 ? perExample : perExampleOfLast);
                update.step((long) epoch * count + i + 1, step.gradients());
                step.logLikelihood().attach(epochManager);
                logLikelihoods.add(step.logLikelihood());
            }
        }
        // The one look at the losses: each look makes a GPU wait.
        return meanLoss(NDArrays.stack(logLikelihoods).toFloatArray(), lastSize);
    }

    private double meanLoss(float[] logLikelihoods, int lastSize) {
        double sum = 0;
        for (int i = 0; i < logLikelihoods.length; i++) {
            double loss = -logLikelihoods[i] / (i < logLikelihoods.length - 1 ? plan.batchSize() : lastSize);
            if (!Double.isFinite(loss)) {
                throw new NonFiniteLossException(epoch + 1, i + 1, loss);
            }
            sum += loss;
        }
        return sum / logLikelihoods.length;
    }
}
