package dev.lossline.training.dataset;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A dataset in memory, read once and shared by all trials of a process. Immutable. */
public final class Dataset {

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private final DatasetName name;
    private final Split train;
    private final Split test;
    private final String sha256;

    /**
     * Creates a dataset from custom examples with the image size of the named dataset.
     *
     * @param sha256 the value of {@link #sha256()}
     * @throws IllegalArgumentException if the images of a split have a different size
     */
    public Dataset(DatasetName name, Split train, Split test, String sha256) {
        if (train.inputs() != test.inputs()) {
            throw new IllegalArgumentException(
                    "train has " + train.inputs() + " pixels an image, test " + test.inputs());
        }
        this.name = name;
        this.train = train;
        this.test = test;
        this.sha256 = sha256;
    }

    /**
     * Reads the four IDX files of a directory: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
     * {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}. They may contain any number of examples.
     *
     * @throws IOException if a file is missing or invalid; the message names the file, what was found and what was
     *     expected
     */
    public static Dataset read(Path directory, DatasetName name) throws IOException {
        StringBuilder hashes = new StringBuilder();
        Split train = readSplit(directory, DatasetFile.TRAIN_IMAGES, DatasetFile.TRAIN_LABELS, hashes);
        Split test = readSplit(directory, DatasetFile.TEST_IMAGES, DatasetFile.TEST_LABELS, hashes);
        return new Dataset(name, train, test, Sha256.of(hashes.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    public DatasetName name() {
        return name;
    }

    /** The training split. */
    public Split train() {
        return train;
    }

    /** The test split. */
    public Split test() {
        return test;
    }

    /** The number of pixels per image. */
    public int inputs() {
        return train.inputs();
    }

    /** The number of classes, which are labelled from 0. */
    public int classes() {
        return CLASSES;
    }

    /**
     * Identifies the dataset: the SHA-256 of the four files' SHA-256 values, one per line, in the order of
     * {@link #read}. Lower-case hexadecimal.
     */
    public String sha256() {
        return sha256;
    }

    private static Split readSplit(Path directory, DatasetFile imagesFile, DatasetFile labelsFile, StringBuilder hashes)
            throws IOException {
        Path labelsPath = directory.resolve(labelsFile.fileName());
        IdxFile images = IdxFile.read(directory.resolve(imagesFile.fileName()), IdxFile.ANY_SIZE, SIDE, SIDE);
        int count = images.values().length / (SIDE * SIDE);
        IdxFile labels = IdxFile.read(labelsPath, count);
        for (byte label : labels.values()) {
            if (Byte.toUnsignedInt(label) >= CLASSES) {
                throw new IOException(
                        labelsPath + " has the label " + Byte.toUnsignedInt(label) + ", expected below " + CLASSES);
            }
        }
        hashes.append(images.sha256()).append('\n').append(labels.sha256()).append('\n');
        return new Split(images.values(), labels.values());
    }
}
