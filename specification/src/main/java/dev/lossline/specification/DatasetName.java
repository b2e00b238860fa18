package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A dataset that trainers and the evaluator can download: 60,000 training and 10,000 test images in greyscale, 28 × 28
 * pixels, of ten classes.
 */
public enum DatasetName {
    /** Handwritten digits (LeCun, Cortes, Burges). */
    @JsonProperty("mnist")
    MNIST,
    /** Articles of clothing (Xiao, Rasul, Vollgraf, 2017). */
    @JsonProperty("fashion-mnist")
    FASHION_MNIST;

    /** The number of classes of each dataset, labelled from 0. */
    public static final int CLASSES = 10;

    /** The width and height of each image in pixels. */
    public static final int SIDE = 28;

    /** The number of pixels of each image. */
    public static final int INPUTS = SIDE * SIDE;

    /** The number of examples in the test split of each dataset. */
    public static final int TEST_EXAMPLES = 10_000;

    /** The name in specifications, events, tables, URLs and directories, such as {@code fashion-mnist}. */
    public String id() {
        return Names.of(this);
    }

    /**
     * The dataset with that name.
     *
     * @param id an {@link #id()}
     * @throws IllegalArgumentException naming the allowed values
     */
    public static DatasetName of(String id) {
        return Arrays.stream(values())
                .filter(name -> name.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("dataset is '" + id + "', allowed: "
                        + Arrays.stream(values()).map(DatasetName::id).collect(Collectors.joining(", "))));
    }
}
