package dev.lossline.contract;

import java.util.UUID;

/**
 * What a call that pauses, resumes, cancels or retries an experiment leads to.
 *
 * @param control {@code running}, {@code paused} or {@code cancelled}, by the log; the results follow
 */
public record ControlRepresentation(UUID id, String control) {

    /** The representation of a control. */
    public static ControlRepresentation of(UUID id, ExperimentControl control) {
        State state =
                switch (control) {
                    case ExperimentControl.Running running -> State.RUNNING;
                    case ExperimentControl.Paused paused -> State.PAUSED;
                    case ExperimentControl.Cancelled cancelled -> State.CANCELLED;
                };
        return new ControlRepresentation(id, state.id());
    }
}
