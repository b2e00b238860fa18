package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** What a user asked for, on {@link Topic#EXPERIMENTS}. */
public sealed interface ExperimentEvent extends Event {
    @Override
    default String key() {
        return experimentId().toString();
    }

    /** The whole of a submission: its trials follow from the specification by {@link Expansion}. */
    @JsonTypeName("ExperimentSubmitted")
    record ExperimentSubmitted(UUID experimentId, Instant occurredAt, ExperimentSpecification specification)
            implements ExperimentEvent {
        public ExperimentSubmitted {
            require(experimentId, occurredAt);
            Objects.requireNonNull(specification, "specification is missing");
        }
    }

    /** Waiting trials are not started any more, running ones stop within an epoch. */
    @JsonTypeName("ExperimentCancelled")
    record ExperimentCancelled(UUID experimentId, Instant occurredAt) implements ExperimentEvent {
        public ExperimentCancelled {
            require(experimentId, occurredAt);
        }
    }

    private static void require(UUID experimentId, Instant occurredAt) {
        Objects.requireNonNull(experimentId, "experimentId is missing");
        Objects.requireNonNull(occurredAt, "occurredAt is missing");
    }
}
