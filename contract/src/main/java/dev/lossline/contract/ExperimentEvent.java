package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

    /** Waiting trials are not started until it is resumed, running ones stop within an epoch and keep a checkpoint. */
    @JsonTypeName("ExperimentPaused")
    record ExperimentPaused(UUID experimentId, Instant occurredAt) implements ExperimentEvent {
        public ExperimentPaused {
            require(experimentId, occurredAt);
        }
    }

    /** Trials go on from their checkpoints. */
    @JsonTypeName("ExperimentResumed")
    record ExperimentResumed(UUID experimentId, Instant occurredAt) implements ExperimentEvent {
        public ExperimentResumed {
            require(experimentId, occurredAt);
        }
    }

    /**
     * Failed trials are trained again.
     *
     * @param attempts by a trial's number, the attempt that failed: what fails after it is a new failure
     */
    @JsonTypeName("ExperimentRetried")
    record ExperimentRetried(UUID experimentId, Instant occurredAt, Map<Integer, Integer> attempts)
            implements ExperimentEvent {
        public ExperimentRetried {
            require(experimentId, occurredAt);
            attempts = counted("attempts", attempts);
        }
    }

    /**
     * Models whose evaluation failed are evaluated again.
     *
     * @param evaluations by trial number, the evaluation that failed; a later one that fails is a new failure
     */
    @JsonTypeName("EvaluationsRetried")
    record EvaluationsRetried(UUID experimentId, Instant occurredAt, Map<Integer, Integer> evaluations)
            implements ExperimentEvent {
        public EvaluationsRetried {
            require(experimentId, occurredAt);
            evaluations = counted("evaluations", evaluations);
        }
    }

    /** Sorted by trial. */
    private static Map<Integer, Integer> counted(String field, Map<Integer, Integer> counts) {
        Objects.requireNonNull(counts, field + " is missing");
        counts.forEach((trial, count) -> {
            if (trial == null || trial < 1 || count == null || count < 1) {
                throw new IllegalArgumentException(
                        "%s.%s is %s, trials and %s are counted from 1".formatted(field, trial, count, field));
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    private static void require(UUID experimentId, Instant occurredAt) {
        Objects.requireNonNull(experimentId, "experimentId is missing");
        Objects.requireNonNull(occurredAt, "occurredAt is missing");
    }
}
