package dev.lossline.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lossline.specification.Names;

/**
 * The state of a trial or an experiment. The last three are final.
 *
 * <p>An experiment is queued until a trial starts, and running until all trials are final and all completed ones are
 * evaluated. It then is cancelled if it was cancelled, failed if a trial failed, and otherwise completed. It is paused
 * until it is resumed, unless it has ended. Retrying a failed experiment makes it run again.
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

    /** The name in tables and URLs. */
    public String id() {
        return Names.of(this);
    }

    /**
     * The state with that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static State of(String id) {
        return Names.constant(State.class, id);
    }

    /** Whether the state is final. */
    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING, PAUSED -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
