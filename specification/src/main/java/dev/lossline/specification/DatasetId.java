package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A dataset that trainers and the evaluator can download: 60,000 training and 10,000 test images of 28 × 28 pixels. */
public enum DatasetId {
    @JsonProperty("mnist")
    MNIST,
    @JsonProperty("fashion-mnist")
    FASHION_MNIST;

    /** The number of classes of each dataset, labelled from 0. */
    public static final int CLASSES = 10;

    /** The width and height of each image in pixels. */
    public static final int SIDE = 28;

    /** The number of examples in the test split of each dataset. */
    public static final int TEST_EXAMPLES = 10_000;

    /** The name in specifications, events, tables and URLs, such as {@code fashion-mnist}. */
    public String id() {
        return Names.of(this);
    }
}
