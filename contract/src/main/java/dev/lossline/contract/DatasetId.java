package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A dataset that trainers and evaluator know how to get: 60,000 training and 10,000 test images of 28 × 28 pixels. */
public enum DatasetId {
    @JsonProperty("mnist")
    MNIST,
    @JsonProperty("fashion-mnist")
    FASHION_MNIST;

    /** Classes of each dataset, by label from 0. */
    public static final int CLASSES = 10;

    /** Rows and columns of pixels of each image. */
    public static final int SIDE = 28;

    /** Examples of the test split of each dataset. */
    public static final int TEST_EXAMPLES = 10_000;

    /** The name in specifications, events, tables and addresses, such as {@code fashion-mnist}. */
    public String id() {
        return Names.of(this);
    }
}
