package dev.lossline.training;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The datasets that can be trained on. Each has 28×28 grey images in ten classes, in the IDX format. */
public enum DatasetName {
    /** Handwritten digits (LeCun, Cortes, Burges): 60,000 training and 10,000 test images. */
    MNIST("mnist"),
    /** Articles of clothing (Xiao, Rasul, Vollgraf, 2017), of the same shape and size as MNIST. */
    FASHION_MNIST("fashion-mnist");

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private final String id;

    DatasetName(String id) {
        this.id = id;
    }

    /** The name in specifications, and of the folder that holds the files. */
    public String id() {
        return id;
    }

    /** Pixels of an image. */
    public int inputs() {
        return SIDE * SIDE;
    }

    /** Classes, labelled from 0. */
    public int classes() {
        return CLASSES;
    }

    /**
     * The dataset of that name.
     *
     * @param id an {@link #id()}
     * @throws IllegalArgumentException naming what is allowed
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
