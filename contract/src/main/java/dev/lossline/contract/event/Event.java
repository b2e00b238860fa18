package dev.lossline.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;

/**
 * An event on the log. Its JSON contains {@code type} (the record's name) and {@code schemaVersion}. Within a version,
 * fields are only added, and readers ignore unknown fields.
 */
@JsonPropertyOrder({"schemaVersion", "experimentId", "trialId", "attempt", "occurredAt"})
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(ExperimentEvent.ExperimentSubmitted.class),
    @JsonSubTypes.Type(ExperimentEvent.ExperimentCancelled.class),
    @JsonSubTypes.Type(ExperimentEvent.ExperimentPaused.class),
    @JsonSubTypes.Type(ExperimentEvent.ExperimentResumed.class),
    @JsonSubTypes.Type(ExperimentEvent.ExperimentRetried.class),
    @JsonSubTypes.Type(ExperimentEvent.EvaluationsRetried.class),
    @JsonSubTypes.Type(TrialEvent.TrialRequested.class),
    @JsonSubTypes.Type(TrialEvent.TrialStarted.class),
    @JsonSubTypes.Type(TrialEvent.EpochCompleted.class),
    @JsonSubTypes.Type(TrialEvent.TrialCompleted.class),
    @JsonSubTypes.Type(TrialEvent.TrialFailed.class),
    @JsonSubTypes.Type(TrialEvent.TrialCancelled.class),
    @JsonSubTypes.Type(TrialEvent.TrialEvaluated.class),
    @JsonSubTypes.Type(TrialEvent.EvaluationFailed.class),
})
public sealed interface Event permits ExperimentEvent, TrialEvent {
    /** The version that this build writes. */
    int SCHEMA_VERSION = 1;

    UUID experimentId();

    /** When it happened, according to the clock of the service that reports it. */
    Instant occurredAt();

    /** The key of its message: events with the same key keep their order. */
    String key();

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    default int schemaVersion() {
        return SCHEMA_VERSION;
    }
}
