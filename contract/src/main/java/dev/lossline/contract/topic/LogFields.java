package dev.lossline.contract.topic;

import dev.lossline.specification.TrialId;
import java.util.UUID;
import org.slf4j.MDC;

/**
 * Adds the fields {@code experimentId} and {@code trialId} to the thread's log lines until it is closed. They show in
 * JSON logs: docs/configuration.md.
 */
public final class LogFields implements AutoCloseable {
    private static final String EXPERIMENT = "experimentId";
    private static final String TRIAL = "trialId";

    private final String outerExperiment = MDC.get(EXPERIMENT);
    private final String outerTrial = MDC.get(TRIAL);

    private LogFields(String experiment, String trial) {
        set(EXPERIMENT, experiment);
        set(TRIAL, trial);
    }

    /** The ids that a message's key names; none if it names none. */
    public static LogFields ofKey(String key) {
        String id = key == null ? "" : key.split(String.valueOf(CheckpointKey.SEPARATOR), 2)[0];
        return TrialId.isOne(id) ? of(TrialId.parse(id)) : new LogFields(isUuid(id) ? id : null, null);
    }

    public static LogFields of(TrialId trial) {
        return new LogFields(trial.experimentId().toString(), trial.toString());
    }

    public static LogFields of(UUID experiment) {
        return new LogFields(experiment.toString(), null);
    }

    /** Restores the fields that the thread had before. */
    @Override
    public void close() {
        set(EXPERIMENT, outerExperiment);
        set(TRIAL, outerTrial);
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void set(String field, String value) {
        if (value == null) {
            MDC.remove(field);
        } else {
            MDC.put(field, value);
        }
    }
}
