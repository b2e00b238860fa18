package dev.lossline.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An experiment as the API shows it. Lists have an {@link ExperimentSummaryRepresentation} instead, without the
 * specification.
 *
 * @param startedAt when the first trial started; null before
 * @param finishedAt when the last trial ended or was evaluated; null before
 * @param progress trained epochs as a fraction of all, 0 to 1; it stays below 1 where trials fail or are cancelled
 * @param estimatedEnd when it will have finished at the present speed; null while that is unknown
 * @param bestTrial the trial with the highest test accuracy; null before one is evaluated
 * @param bestAccuracy that accuracy, 0 to 1
 * @param notice why it does not go on, in a sentence for people; null where it does
 * @param varied paths of the keys that differ between its trials
 */
public record ExperimentRepresentation(
        UUID id,
        String name,
        State state,
        Instant submittedAt,
        Instant startedAt,
        Instant finishedAt,
        TrialCounts trials,
        double progress,
        Instant estimatedEnd,
        TrialId bestTrial,
        Double bestAccuracy,
        String notice,
        List<String> varied,
        ExperimentSpecification specification) {

    /** How many trials there are in each state; {@code evaluated} are among the completed. */
    public record TrialCounts(
            int total, int queued, int running, int completed, int failed, int cancelled, int evaluated, int paused) {}
}
