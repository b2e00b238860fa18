package dev.lossline.bench.contestant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * MNIST's training split, for contestants without Lossline's library on their class path.
 *
 * @param pixels the images, row by row, with values in [0, 1]
 * @param labels the class of each image, 0 to 9
 */
@SuppressWarnings("ArrayRecordComponent") // Instances are never compared.
public record MnistFiles(float[] pixels, long[] labels) {

    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    /** Reads the two IDX files of the training split from a folder. */
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

    /** The number of examples. */
    public int size() {
        return labels.length;
    }

    /** The number of pixels per example. */
    public int inputs() {
        return pixels.length / labels.length;
    }
}
