package dev.lossline.training.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Examples with their labels, stored as the bytes of the files. This uses a quarter of the memory of floats and is
 * shared by all trials of a process. Immutable by convention: callers must not modify the arrays.
 */
public final class Split {

    private final byte[] pixels;
    private final byte[] labels;
    private final int inputs;
    private ByteBuffer offHeap;

    /**
     * @param pixels unsigned bytes, row-major of shape (labels.length, inputs)
     * @param labels the class of each example; at least one
     * @throws IllegalArgumentException if the number of pixels is not a multiple of the number of labels
     */
    public Split(byte[] pixels, byte[] labels) {
        if (labels.length == 0 || pixels.length == 0 || pixels.length % labels.length != 0) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels and " + labels.length + " labels do not make whole examples");
        }
        this.pixels = pixels;
        this.labels = labels;
        this.inputs = pixels.length / labels.length;
    }

    /** Unsigned bytes, row-major of shape ({@link #size()}, {@link #inputs()}). Not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** The class of each example. Not a copy. */
    public byte[] labels() {
        return labels;
    }

    /**
     * The class of one example.
     *
     * @throws IllegalArgumentException if the label is out of range
     */
    public int label(int example, int classes) {
        int label = Byte.toUnsignedInt(labels[example]);
        if (label >= classes) {
            throw new IllegalArgumentException(
                    "example " + example + " is labelled " + label + ", there are " + classes + " classes");
        }
        return label;
    }

    /** The number of examples. */
    public int size() {
        return labels.length;
    }

    /** The number of pixels per example. */
    public int inputs() {
        return inputs;
    }

    /** A copy of the examples from {@code from} to before {@code to}. */
    public Split range(int from, int to) {
        return new Split(Arrays.copyOfRange(pixels, from * inputs, to * inputs), Arrays.copyOfRange(labels, from, to));
    }

    /**
     * A copy of the pixels of some examples outside the Java heap. All trials on the CPU share it: there, an NDArray
     * created from a direct buffer is a view.
     */
    public synchronized ByteBuffer offHeap(int from, int to) {
        if (offHeap == null) {
            offHeap = ByteBuffer.allocateDirect(pixels.length)
                    .order(ByteOrder.nativeOrder())
                    .put(pixels)
                    .flip();
        }
        return offHeap.slice(from * inputs, (to - from) * inputs).order(ByteOrder.nativeOrder());
    }
}
