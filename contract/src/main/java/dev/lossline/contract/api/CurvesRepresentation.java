package dev.lossline.contract.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The curves of an experiment's trials, column by column.
 *
 * @param lastEventId the event id in the experiment's stream from which these curves continue
 */
public record CurvesRepresentation(String lastEventId, List<Curve> trials) {
    public CurvesRepresentation {
        trials = List.copyOf(trials);
    }

    /**
     * The curve of a trial: the i-th elements of all lists belong to the same epoch. Values have seven digits.
     *
     * @param number the number of the trial in its experiment
     * @param elapsed training seconds from the first epoch to the end of this one
     * @param validationLoss null if no examples are held out
     * @param validationAccuracy null if no examples are held out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Curve(
            int number,
            List<Integer> epoch,
            List<Float> trainingLoss,
            List<Float> elapsed,
            @Nullable List<Float> validationLoss,
            @Nullable List<Float> validationAccuracy) {}
}
