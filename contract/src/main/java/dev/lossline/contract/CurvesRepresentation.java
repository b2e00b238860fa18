package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The curves of an experiment's trials as the API shows them, column by column.
 *
 * @param lastEventId the event of the experiment's stream after which these curves go on
 */
public record CurvesRepresentation(String lastEventId, List<Curve> trials) {
    public CurvesRepresentation {
        trials = List.copyOf(trials);
    }

    /**
     * The curve of a trial: the i-th element of each list is about the same epoch, in seven digits.
     *
     * @param number of the trial in its experiment
     * @param elapsed training seconds from the first epoch to the end of this one
     * @param validationLoss null where nothing is held out
     * @param validationAccuracy null where nothing is held out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Curve(
            int number,
            List<Integer> epoch,
            List<Float> trainingLoss,
            List<Float> elapsed,
            List<Float> validationLoss,
            List<Float> validationAccuracy) {}
}
