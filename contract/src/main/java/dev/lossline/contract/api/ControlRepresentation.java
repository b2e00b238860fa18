package dev.lossline.contract.api;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.State;
import java.util.UUID;

/**
 * The result of a call that pauses, resumes, cancels or retries an experiment.
 *
 * @param control {@code running}, {@code paused} or {@code cancelled}, according to the log; the tables follow later
 */
public record ControlRepresentation(UUID id, String control) {

    /** Converts a control. */
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
