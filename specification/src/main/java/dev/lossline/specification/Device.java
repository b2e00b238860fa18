package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The pool of trainers that trains a trial. */
public enum Device {
    @JsonProperty("cpu")
    CPU,
    @JsonProperty("gpu")
    GPU;

    /** The name in specifications, events, tables and URLs: {@code cpu} or {@code gpu}. */
    public String id() {
        return Names.of(this);
    }

    /**
     * The device with that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Device of(String id) {
        return Names.constant(Device.class, id);
    }
}
