package dev.lossline.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;

/**
 * Examples on the device that trains; the manager that they were made with closes them.
 *
 * @param pixels bytes of shape (n, inputs)
 * @param labels classes, 64-bit integers of shape (n)
 */
record Examples(NDArray pixels, NDArray labels) {

    /** Takes the split's examples from {@code from} to before {@code to} to the manager's device. */
    static Examples of(NDManager manager, Split split, int from, int to, int classes) {
        int size = to - from;
        long[] labels = new long[size];
        for (int i = 0; i < size; i++) {
            labels[i] = split.label(from + i, classes);
        }
        return new Examples(
                manager.create(split.offHeap(from, to), new Shape(size, split.inputs()), DataType.UINT8),
                manager.create(LongBuffer.wrap(labels), new Shape(size)));
    }

    int size() {
        return Math.toIntExact(pixels.getShape().get(0));
    }
}
