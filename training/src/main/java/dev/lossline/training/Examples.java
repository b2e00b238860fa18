package dev.lossline.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Examples on the device that trains: pixels as bytes of shape (n, inputs), labels as one-hot rows (n, classes). */
final class Examples {

    private final int size;
    private final NDArray pixels;
    private final NDArray oneHot;

    /**
     * Examples of one epoch in its order, cut to batches; both lists have an entry a batch.
     *
     * @param pixels bytes of shape (batch, inputs)
     * @param oneHot floats of shape (batch, classes)
     */
    record Batches(NDList pixels, NDList oneHot) {}

    /** Takes the split's examples from {@code from} to before {@code to} to the manager's device; it closes them. */
    Examples(NDManager manager, Split split, int from, int to, int classes) {
        size = to - from;
        pixels = manager.create(split.offHeap(from, to), new Shape(size, split.inputs()), DataType.UINT8);
        float[] rows = new float[size * classes];
        for (int i = 0; i < size; i++) {
            int label = Byte.toUnsignedInt(split.labels()[from + i]);
            if (label >= classes) {
                throw new IllegalArgumentException(
                        "example " + (from + i) + " is labelled " + label + ", there are " + classes + " classes");
            }
            rows[i * classes + label] = 1;
        }
        oneHot = manager.create(FloatBuffer.wrap(rows), new Shape(size, classes));
    }

    int size() {
        return size;
    }

    /** A copy in the order given, on the device, which {@code epoch} closes. */
    Batches batches(NDManager epoch, int[] order, int batchSize) {
        long[] rows = new long[order.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = order[i];
        }
        NDIndex index = new NDIndex("{}", epoch.create(LongBuffer.wrap(rows), new Shape(rows.length)));
        long[] cuts = new long[Math.ceilDiv(order.length, batchSize) - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = (long) (i + 1) * batchSize;
        }
        return new Batches(cut(pixels.get(epoch, index), cuts), cut(oneHot.get(epoch, index), cuts));
    }

    private static NDList cut(NDArray rows, long[] cuts) {
        return cuts.length == 0 ? new NDList(rows) : rows.split(cuts);
    }
}
