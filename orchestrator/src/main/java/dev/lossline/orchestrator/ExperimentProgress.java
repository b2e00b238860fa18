package dev.lossline.orchestrator;

import dev.lossline.contract.ExperimentControl;
import dev.lossline.contract.State;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far an experiment is, by everything that was on the log when it was read.
 *
 * @param trials each trial by its number
 */
record ExperimentProgress(ExperimentControl control, Map<Integer, TrialProgress> trials) {

    boolean isEnded() {
        return unfinished().isEmpty();
    }

    /** The numbers of the trials to which something can still happen. */
    Set<Integer> unfinished() {
        return trials.keySet().stream()
                .filter(number -> !trials.get(number).isEnded(control, number))
                .collect(Collectors.toSet());
    }

    /** How it ended, if it has. */
    State end() {
        if (control instanceof ExperimentControl.Cancelled) {
            return State.CANCELLED;
        }
        return failed().isEmpty() && failedEvaluations().isEmpty() ? State.COMPLETED : State.FAILED;
    }

    /** The trials that failed and were not retried since: by number, the attempt that failed. */
    Map<Integer, Integer> failed() {
        return trials.entrySet().stream()
                .filter(trial -> trial.getValue().isFailed(control.retries().attempt(trial.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, trial -> trial.getValue().failed()));
    }

    /** The trials whose evaluation failed and was not retried since: by number, the evaluation that failed. */
    Map<Integer, Integer> failedEvaluations() {
        return trials.entrySet().stream()
                .filter(trial ->
                        trial.getValue().isEvaluationFailed(control.retries().evaluation(trial.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, trial -> trial.getValue().failedEvaluation()));
    }

    /** The trials that still need training: by number, the newest attempt at each; 0 if there was none. */
    SortedMap<Integer, Integer> untrained() {
        SortedMap<Integer, Integer> untrained = new TreeMap<>();
        trials.forEach((number, trial) -> {
            int retried = control.retries().attempt(number);
            if (!trial.isTrained(control, retried)) {
                untrained.put(number, Math.max(trial.started(), retried));
            }
        });
        return untrained;
    }
}
