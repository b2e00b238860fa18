package dev.lossline.orchestrator.progress;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.ExperimentControl.Cancelled;
import dev.lossline.contract.event.ExperimentControl.Retries;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;

/**
 * The progress of a trial. Events can be added in any order and repeatedly.
 *
 * @param started the newest attempt that was started; 0 if there is none
 * @param failed the newest attempt that failed; 0 if there is none
 * @param failedEvaluation the newest evaluation that failed; 0 if there is none
 */
record TrialProgress(
        int started, int failed, boolean completed, boolean cancelled, boolean evaluated, int failedEvaluation) {
    static final TrialProgress NONE = new TrialProgress(0, 0, false, false, false, 0);

    TrialProgress with(TrialEvent event) {
        return switch (event) {
            case TrialStarted start -> with(Math.max(started, start.attempt()), failed);
            case TrialFailed failure -> with(started, Math.max(failed, failure.attempt()));
            case TrialCompleted completion ->
                new TrialProgress(started, failed, true, cancelled, evaluated, failedEvaluation);
            case TrialCancelled cancellation ->
                new TrialProgress(started, failed, completed, true, evaluated, failedEvaluation);
            // Consistent with the recorder: old evaluations of non-finite models count as failures.
            case TrialEvaluated evaluation ->
                Double.isFinite(evaluation.loss())
                        ? new TrialProgress(started, failed, completed, cancelled, true, failedEvaluation)
                        : withFailedEvaluation(1);
            case EvaluationFailed failure -> withFailedEvaluation(failure.evaluation());
            case EpochCompleted epoch -> this;
            case TrialRequested request -> this;
        };
    }

    /** Whether its newest attempt failed and was not retried. */
    boolean isFailed(int retried) {
        return !completed && failed > retried;
    }

    /** Whether its evaluation failed and was not retried. */
    boolean isEvaluationFailed(int retried) {
        return completed && !evaluated && failedEvaluation > retried;
    }

    /** Whether no training is left, by the same rule as the column {@code trial.state}. */
    boolean isTrained(ExperimentControl control, int retried) {
        return completed
                || failed > retried
                || cancelled
                || (control instanceof Cancelled by && (started <= retried || by.pausedAt() != null));
    }

    /** Whether the trial with that number has reached a final state. */
    boolean isEnded(ExperimentControl control, int number) {
        Retries retries = control.retries();
        return isTrained(control, retries.attempt(number))
                && (!completed || evaluated || failedEvaluation > retries.evaluation(number));
    }

    private TrialProgress with(int newestStarted, int newestFailed) {
        return new TrialProgress(newestStarted, newestFailed, completed, cancelled, evaluated, failedEvaluation);
    }

    private TrialProgress withFailedEvaluation(int number) {
        return new TrialProgress(started, failed, completed, cancelled, evaluated, Math.max(failedEvaluation, number));
    }
}
