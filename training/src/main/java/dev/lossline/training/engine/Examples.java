package dev.lossline.training.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.lossline.training.dataset.Split;
import dev.lossline.training.network.DenseNetwork;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Examples on the training device. Closing their manager closes them.
 *
 * @param pixels bytes of shape (n, inputs)
 * @param labels classes, 64-bit integers of shape (n)
 */
public record Examples(NDArray pixels, NDArray labels) {

    /** The maximum value of a pixel. */
    public static final float MAX_PIXEL = 255f;

    /** Copies the split's examples from {@code from} to before {@code to} to the manager's device. */
    public static Examples of(NDManager manager, Split split, int from, int to, int classes) {
        int size = to - from;
        long[] labels = new long[size];
        for (int i = 0; i < size; i++) {
            labels[i] = split.label(from + i, classes);
        }
        return new Examples(
                manager.create(split.offHeap(from, to), new Shape(size, split.inputs()), DataType.UINT8),
                manager.create(LongBuffer.wrap(labels), new Shape(size)));
    }

    /**
     * A network's mean cross-entropy on some of the examples.
     *
     * @param step closes intermediate results
     */
    public double loss(NDManager step, DenseNetwork network, int[] rows) {
        NDArray index = step.create(Arrays.stream(rows).asLongStream().toArray());
        NDArray inputs = pixels.get(step, new NDIndex("{}", index))
                .toType(DataType.FLOAT32, false)
                .div(MAX_PIXEL);
        long[] classes = labels.get(step, new NDIndex("{}", index)).toLongArray();
        float[] logProbabilities =
                network.logits(inputs.transpose()).logSoftmax(0).toFloatArray();
        double loss = 0;
        for (int column = 0; column < rows.length; column++) {
            loss -= logProbabilities[(int) classes[column] * rows.length + column];
        }
        return loss / rows.length;
    }

    public int size() {
        return Math.toIntExact(pixels.getShape().get(0));
    }
}
