package dev.lossline.bench.contestant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * MNIST's training split for contestants that do not have Lossline's library on their class path.
 *
 * @param pixels row-major, in [0, 1]
 * @param labels from 0
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
public record MnistFiles(float[] pixels, long[] labels) {

    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    /** Reads the two IDX files of the folder. */
    public static MnistFiles read(Path folder) throws IOException {
        ByteBuffer images = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("train-images-idx3-ubyte")));
        ByteBuffer classes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("train-labels-idx1-ubyte")));
        float[] pixels = new float[images.capacity() - IMAGES_HEADER];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(images.get(IMAGES_HEADER + i)) / 255f;
        }
        long[] labels = new long[classes.capacity() - LABELS_HEADER];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes.get(LABELS_HEADER + i);
        }
        return new MnistFiles(pixels, labels);
    }

    /** How many examples. */
    public int size() {
        return labels.length;
    }

    /** Pixels of one example. */
    public int inputs() {
        return pixels.length / labels.length;
    }
}
