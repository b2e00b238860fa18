package dev.lossline.training.evaluation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.lossline.specification.evaluation.Misclassified;
import dev.lossline.training.dataset.Split;
import dev.lossline.training.engine.Examples;
import dev.lossline.training.engine.TorchEngine;
import dev.lossline.training.network.Architecture;
import dev.lossline.training.network.DenseNetwork;
import dev.lossline.training.safetensors.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Scores many models on the same examples. The examples are kept on the device as floats, ready for the first layer,
 * which reduces the cost of a model to little more than its matrix products. Uses four bytes per pixel. Scores one
 * model at a time; threads may share it.
 *
 * <p>An example is a column, and batches fit the cache of a core: MKL multiplies the few rows of a small network's
 * weights several times faster than with examples as rows.
 */
public final class Scorer implements AutoCloseable {

    private static final int BATCH = 500;

    private final NDManager manager;
    private final List<NDArray> batches = new ArrayList<>();
    private final Split split;
    private final int from;
    private final int to;

    /** Copies a whole split to a device. */
    public Scorer(Split split, Device device) {
        this(TorchEngine.open(device), split, 0, split.size());
    }

    /**
     * Copies the split's examples from {@code from} to before {@code to} to the manager's device, and takes ownership
     * of the manager.
     */
    public Scorer(NDManager manager, Split split, int from, int to) {
        this.manager = manager;
        this.split = split;
        this.from = from;
        this.to = to;
        for (int begin = from; begin < to; begin += BATCH) {
            int end = Math.min(begin + BATCH, to);
            try (NDManager copying = manager.newSubManager()) {
                NDArray pixels = copying.create(
                        split.offHeap(begin, end), new Shape(end - begin, split.inputs()), DataType.UINT8);
                NDArray rows = pixels.toType(DataType.FLOAT32, true).divi(Examples.MAX_PIXEL);
                NDArray batch = rows.transpose().duplicate();
                batch.attach(manager);
                batches.add(batch);
            }
        }
    }

    /**
     * Scores a model. From then on, the calling thread uses one intra-op thread.
     *
     * @param weights by PyTorch's names
     * @throws IllegalArgumentException if the weights or the examples do not match the architecture
     */
    public Evaluation score(Architecture architecture, Map<String, Tensor> weights) {
        if (split.inputs() != architecture.inputs()) {
            throw new IllegalArgumentException("the network takes " + architecture.inputs() + " inputs, the split has "
                    + split.inputs() + " pixels");
        }
        TorchEngine.useOneThread();
        synchronized (this) {
            try (NDManager network = manager.newSubManager()) {
                return score(new DenseNetwork(network, architecture, weights));
            }
        }
    }

    /** Scores a network that is on the same device. */
    public synchronized Evaluation score(DenseNetwork network) {
        int classes = network.outputs();
        long[][] counts = new long[classes][classes];
        int[][][] firstMistakes = new int[classes][classes][];
        double loss = 0;
        int example = from;
        for (NDArray batch : batches) {
            try (NDManager step = manager.newSubManager()) {
                // A result belongs to the manager of the array it is computed from: here to the step's, until the step
                // ends.
                batch.tempAttach(step);
                float[] logProbabilities = network.logits(batch).logSoftmax(0).toFloatArray();
                int columns = logProbabilities.length / classes;
                for (int column = 0; column < columns; column++) {
                    int actual = split.label(example, classes);
                    loss -= logProbabilities[actual * columns + column];
                    int predicted = largest(logProbabilities, column, columns);
                    long before = counts[actual][predicted]++;
                    if (predicted != actual && before < Misclassified.MAX_EXAMPLES) {
                        keep(firstMistakes[actual], predicted, (int) before, example);
                    }
                    example++;
                }
            }
        }
        return Evaluation.of(counts, misclassified(counts, firstMistakes), loss / (to - from));
    }

    private static void keep(int[][] mistakes, int predicted, int before, int example) {
        if (before == 0) {
            mistakes[predicted] = new int[Misclassified.MAX_EXAMPLES];
        }
        mistakes[predicted][before] = example;
    }

    private static List<Misclassified> misclassified(long[][] counts, int[][][] mistakes) {
        List<Misclassified> cells = new ArrayList<>();
        for (int actual = 0; actual < mistakes.length; actual++) {
            for (int predicted = 0; predicted < mistakes.length; predicted++) {
                if (mistakes[actual][predicted] != null) {
                    cells.add(new Misclassified(
                            actual,
                            predicted,
                            Arrays.stream(mistakes[actual][predicted])
                                    .limit(counts[actual][predicted])
                                    .boxed()
                                    .toList()));
                }
            }
        }
        return cells;
    }

    @Override
    public void close() {
        manager.close();
    }

    /** The row of the largest value in a column; the first of equal ones, like PyTorch's {@code argmax} on the CPU. */
    private static int largest(float[] values, int column, int columns) {
        int best = column;
        for (int i = column + columns; i < values.length; i += columns) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best / columns;
    }
}
