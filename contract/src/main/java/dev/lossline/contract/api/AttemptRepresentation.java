package dev.lossline.contract.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt: a trainer took a trial.
 *
 * @param deviceName the model name of the processor; null if unknown
 * @param resumedFrom the epoch of the checkpoint from which it continued; 0 if it started from the beginning
 * @param datasetSha256 the hash of the dataset files; null if the trainer did not report it
 */
public record AttemptRepresentation(
        int attempt,
        Instant startedAt,
        String device,
        String host,
        @Nullable String deviceName,
        int resumedFrom,
        @Nullable String datasetSha256,
        String djl,
        String pytorch,
        String java) {}
