package dev.lossline.contract;

import java.time.Instant;

/**
 * An attempt as the API shows it: a trainer took a trial.
 *
 * @param deviceName what the device calls itself; null where it does not
 * @param resumedFrom epoch of the checkpoint that it went on from; 0 for the beginning
 * @param datasetSha256 of the files that it trained on; null where it did not say
 */
public record AttemptRepresentation(
        int attempt,
        Instant startedAt,
        String device,
        String host,
        String deviceName,
        int resumedFrom,
        String datasetSha256,
        String djl,
        String pytorch,
        String java) {}
