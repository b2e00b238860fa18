package dev.lossline.contract;

import java.time.Instant;

/** An epoch as the API shows it; its fields are those of {@link TrialEvent.EpochCompleted}. */
public record EpochRepresentation(
        int epoch,
        int attempt,
        Instant occurredAt,
        double trainingLoss,
        Double validationLoss,
        Double validationAccuracy,
        double seconds,
        double samplesPerSecond) {
    /** How many epochs a call answers with unless it asks for another number. */
    public static final int PAGE_SIZE = 1_000;
}
