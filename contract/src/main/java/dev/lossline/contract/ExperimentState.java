package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where an experiment is: {@code queued} until a trial starts, {@code running} until every trial is final and every
 * completed one evaluated; then {@code cancelled} where it was cancelled, {@code failed} where a trial failed,
 * {@code completed} otherwise.
 */
public enum ExperimentState {
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
    public static ExperimentState of(String id) {
        return Names.constant(ExperimentState.class, id);
    }

    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
