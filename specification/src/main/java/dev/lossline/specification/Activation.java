package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The function between two dense layers; PyTorch's {@code ReLU}, {@code Tanh} and {@code Sigmoid}. */
public enum Activation {
    @JsonProperty("relu")
    RELU,
    @JsonProperty("tanh")
    TANH,
    @JsonProperty("sigmoid")
    SIGMOID;

    /** The name in specifications, events, tables and URLs. */
    public String id() {
        return Names.of(this);
    }
}
