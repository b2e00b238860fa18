package dev.lossline.contract.api;

import dev.lossline.contract.api.ExperimentRepresentation.TrialCounts;
import dev.lossline.contract.event.State;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.TrialId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An experiment in a list: like {@link ExperimentRepresentation}, but with the dataset and the devices instead of the
 * whole specification.
 *
 * @param startedAt when the first trial started; null before
 * @param finishedAt when the last trial ended or was evaluated; null before
 * @param progress trained epochs as a fraction of all, 0 to 1; stays below 1 if trials fail or are cancelled
 * @param estimatedEnd when it will finish at the current speed; null if unknown
 * @param bestTrial the trial with the highest test accuracy; null before one is evaluated
 * @param bestAccuracy that accuracy, 0 to 1
 * @param notice why it makes no progress, in a sentence for users; null if it does
 * @param varied paths of the keys that differ between its trials
 */
public record ExperimentSummaryRepresentation(
        UUID id,
        String name,
        State state,
        Instant submittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        TrialCounts trials,
        double progress,
        @Nullable Instant estimatedEnd,
        @Nullable TrialId bestTrial,
        @Nullable Double bestAccuracy,
        @Nullable String notice,
        List<String> varied,
        DatasetName dataset,
        List<Device> devices) {

    /** A copy without the estimate, which changes even if nothing else does. */
    public ExperimentSummaryRepresentation withoutEstimate() {
        return new ExperimentSummaryRepresentation(
                id,
                name,
                state,
                submittedAt,
                startedAt,
                finishedAt,
                trials,
                progress,
                null,
                bestTrial,
                bestAccuracy,
                notice,
                varied,
                dataset,
                devices);
    }

    /** The full representation with a specification. */
    public ExperimentRepresentation with(ExperimentSpecification specification) {
        return new ExperimentRepresentation(
                id,
                name,
                state,
                submittedAt,
                startedAt,
                finishedAt,
                trials,
                progress,
                estimatedEnd,
                bestTrial,
                bestAccuracy,
                notice,
                varied,
                specification);
    }
}
