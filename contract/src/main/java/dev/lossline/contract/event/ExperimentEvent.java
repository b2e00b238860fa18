package dev.lossline.contract.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.reader.Expansion;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** A user's request, on {@link Topic#EXPERIMENTS}. */
public sealed interface ExperimentEvent extends Event {
    @Override
    default String key() {
        return experimentId().toString();
    }

    /**
     * Changes whether an experiment's trials run or are evaluated. {@link ExperimentControl} decides which of these
     * events take effect.
     */
    sealed interface ControlEvent extends ExperimentEvent {}

    /** A complete submission: its trials follow from the specification by {@link Expansion}. */
    @JsonTypeName("ExperimentSubmitted")
    record ExperimentSubmitted(UUID experimentId, Instant occurredAt, ExperimentSpecification specification)
            implements ExperimentEvent {
        public ExperimentSubmitted {
            require(experimentId, occurredAt);
            Objects.requireNonNull(specification, "specification is missing");
        }
    }

    /** Queued trials are not started; running ones stop within an epoch. */
    @JsonTypeName("ExperimentCancelled")
    record ExperimentCancelled(UUID experimentId, Instant occurredAt) implements ControlEvent {
        public ExperimentCancelled {
            require(experimentId, occurredAt);
        }
    }

    /**
     * Queued trials are not started until the experiment is resumed; running ones stop within an epoch and keep a
     * checkpoint.
     */
    @JsonTypeName("ExperimentPaused")
    record ExperimentPaused(UUID experimentId, Instant occurredAt) implements ControlEvent {
        public ExperimentPaused {
            require(experimentId, occurredAt);
        }
    }

    /** Trials continue from their checkpoints. */
    @JsonTypeName("ExperimentResumed")
    record ExperimentResumed(UUID experimentId, Instant occurredAt) implements ControlEvent {
        public ExperimentResumed {
            require(experimentId, occurredAt);
        }
    }

    /**
     * Failed trials are trained again.
     *
     * @param attempts by trial number, the attempt that failed; a later attempt that fails is a new failure
     */
    @JsonTypeName("ExperimentRetried")
    record ExperimentRetried(UUID experimentId, Instant occurredAt, Map<Integer, Integer> attempts)
            implements ControlEvent {
        public ExperimentRetried {
            require(experimentId, occurredAt);
            attempts = counted("attempts", attempts);
        }
    }

    /**
     * Models whose evaluation failed are evaluated again.
     *
     * @param evaluations by trial number, the evaluation that failed; a later failure is a new one
     */
    @JsonTypeName("EvaluationsRetried")
    record EvaluationsRetried(UUID experimentId, Instant occurredAt, Map<Integer, Integer> evaluations)
            implements ControlEvent {
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
