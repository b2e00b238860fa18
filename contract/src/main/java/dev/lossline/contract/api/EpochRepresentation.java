package dev.lossline.contract.api;

import dev.lossline.contract.event.TrialEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An epoch; the fields are those of {@link TrialEvent.EpochCompleted}. */
public record EpochRepresentation(
        int epoch,
        int attempt,
        Instant occurredAt,
        double trainingLoss,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        double seconds,
        double samplesPerSecond) {
    /** The default number of epochs per response. */
    public static final int PAGE_SIZE = 1_000;
}
