package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a trial or an experiment is. The last three are final.
 *
 * <p>An experiment is queued until a trial starts, and running until every trial is final and every completed one is
 * evaluated; then it is cancelled where it was cancelled, failed where a trial failed, and completed otherwise. It is
 * paused from its pause until it is resumed, unless it has ended. A failed one that is retried runs again.
 */
public enum State {
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("paused")
    PAUSED,
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

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static State of(String id) {
        return Names.constant(State.class, id);
    }

    /** Whether it stays so. */
    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING, PAUSED -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
