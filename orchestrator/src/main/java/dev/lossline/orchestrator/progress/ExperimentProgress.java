package dev.lossline.orchestrator.progress;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.State;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The progress of an experiment according to all messages that were on the log when it was read.
 *
 * @param trials the trials by number
 */
public record ExperimentProgress(ExperimentControl control, Map<Integer, TrialProgress> trials) {

    public boolean isEnded() {
        return unfinished().isEmpty();
    }

    /** The numbers of the trials that can still change. */
    Set<Integer> unfinished() {
        return trials.keySet().stream()
                .filter(number -> !trials.get(number).isEnded(control, number))
                .collect(Collectors.toSet());
    }

    /** The final state; only valid if no trial is unfinished. */
    public State end() {
        if (control instanceof ExperimentControl.Cancelled) {
            return State.CANCELLED;
        }
        return failed().isEmpty() && failedEvaluations().isEmpty() ? State.COMPLETED : State.FAILED;
    }

    /** The failed trials that have not been retried: the failed attempt by trial number. */
    public Map<Integer, Integer> failed() {
        return trials.entrySet().stream()
                .filter(trial -> trial.getValue().isFailed(control.retries().attempt(trial.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, trial -> trial.getValue().failed()));
    }

    /** The trials with a failed evaluation that has not been retried: the failed evaluation by trial number. */
    public Map<Integer, Integer> failedEvaluations() {
        return trials.entrySet().stream()
                .filter(trial ->
                        trial.getValue().isEvaluationFailed(control.retries().evaluation(trial.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, trial -> trial.getValue().failedEvaluation()));
    }

    /** The trials that still need training: the newest attempt by trial number; 0 if there was none. */
    public SortedMap<Integer, Integer> untrained() {
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
