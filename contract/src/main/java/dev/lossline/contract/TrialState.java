package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a trial is. The last three are final. */
public enum TrialState {
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** The name in tables and addresses. */
    public String id() {
        return Names.of(this);
    }

    /** The state of that name. */
    public static TrialState of(String id) {
        return Names.constant(TrialState.class, id);
    }

    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
