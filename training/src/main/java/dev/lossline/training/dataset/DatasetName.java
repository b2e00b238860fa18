package dev.lossline.training.dataset;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The supported datasets. Each contains 28×28 greyscale images in ten classes, in IDX format. */
public enum DatasetName {
    /** Handwritten digits (LeCun, Cortes, Burges): 60,000 training and 10,000 test images. */
    MNIST("mnist"),
    /** Articles of clothing (Xiao, Rasul, Vollgraf, 2017), with the same image format and number of images as MNIST. */
    FASHION_MNIST("fashion-mnist");

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private final String id;

    DatasetName(String id) {
        this.id = id;
    }

    /** The name in specifications and of the directory with the files. */
    public String id() {
        return id;
    }

    /** The number of pixels per image. */
    public int inputs() {
        return SIDE * SIDE;
    }

    /** The number of classes, which are labelled from 0. */
    public int classes() {
        return CLASSES;
    }

    /**
     * The dataset with that name.
     *
     * @param id an {@link #id()}
     * @throws IllegalArgumentException naming the allowed values
     */
    public static DatasetName of(String id) {
        for (DatasetName name : values()) {
            if (name.id.equals(id)) {
                return name;
            }
        }
        throw new IllegalArgumentException("dataset is '" + id + "', allowed: "
                + Arrays.stream(values()).map(DatasetName::id).collect(Collectors.joining(", ")));
    }
}
