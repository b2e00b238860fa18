package dev.lossline.bench.scale;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.EpochResult;
import dev.lossline.training.TrainingResult;
import dev.lossline.training.random.TorchRandom;
import dev.lossline.training.safetensors.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Sleeps for the duration of each epoch instead of training. Events, checkpoints and models have the size of a real
 * single-layer perceptron's.
 */
final class SleepingTraining implements TrialTraining {
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final int EXAMPLES = 60_000;
    private static final String NO_DATASET = "0".repeat(64);

    private final Processor processor;
    private final Duration epoch;
    private final Map<String, Tensor> weights;
    private final Tensor randomState;

    SleepingTraining(Processor processor, Duration epoch) {
        this.processor = processor;
        this.epoch = epoch;
        SplittableRandom random = new SplittableRandom(1);
        float[] matrix = new float[INPUTS * CLASSES];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextDouble(-0.05, 0.05);
        }
        this.weights = Map.of(
                "0.weight", Tensor.of(matrix, CLASSES, INPUTS), "0.bias", Tensor.of(new float[CLASSES], CLASSES));
        this.randomState = Tensor.ofUnsigned(new TorchRandom(1).state(), TorchRandom.STATE_WORDS);
    }

    @Override
    public Processor processor() {
        return processor;
    }

    @Override
    public void load(DatasetName dataset) {
        // It reads no data.
    }

    @Override
    public void requireUsable(TrialSpecification trial, Checkpoint state, boolean isFinal) {
        if (!state.weights().keySet().equals(weights.keySet())) {
            throw new IllegalArgumentException(
                    "not of this simulation: " + state.weights().keySet());
        }
    }

    @Override
    public Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) {
        int done = start.map(Checkpoint::epoch).orElse(0);
        return new Prepared(NO_DATASET, listener -> run(trial.training().epochs(), done, listener));
    }

    private TrainingResult run(int epochs, int done, EpochListener listener) throws InterruptedException {
        double seconds = done * epoch.toNanos() / 1e9;
        int last = done;
        boolean wanted = true;
        while (wanted && last < epochs) {
            long begin = System.nanoTime();
            Thread.sleep(epoch);
            double took = (System.nanoTime() - begin) / 1e9;
            last++;
            seconds += took;
            Checkpoint state = state(last, seconds);
            wanted = listener.epochCompleted(
                    new EpochResult(
                            last, loss(last), OptionalDouble.empty(), OptionalDouble.empty(), took, EXAMPLES / took),
                    () -> state);
        }
        return new TrainingResult(last, loss(last), seconds, last < epochs, state(last, seconds));
    }

    private Checkpoint state(int last, double seconds) {
        return new Checkpoint(last, loss(last), seconds, weights, Map.of(), Optional.of(randomState));
    }

    private static double loss(int epoch) {
        return 2.3 / (1 + epoch);
    }
}
