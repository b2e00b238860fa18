package dev.lossline.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A trial as the API shows it.
 *
 * @param varied the values of the keys that differ between the experiment's trials, by path
 * @param attempts how many times a trainer took it
 * @param epoch epochs trained so far
 * @param epochs epochs to train
 * @param trainingLoss that of the newest epoch; null before
 * @param validationLoss that of the newest epoch; null where nothing is held out
 * @param validationAccuracy that of the newest epoch, 0 to 1; null where nothing is held out
 * @param seconds training time so far
 * @param samplesPerSecond of the newest epoch
 * @param curve training losses of at most {@link #CURVE_POINTS} epochs, evenly spaced, the newest last
 * @param estimatedEnd when it will have finished at the present speed; null unless it is running
 * @param testLoss mean cross-entropy on the test split; null until it is evaluated
 * @param testAccuracy fraction of the test split, 0 to 1; null until it is evaluated
 * @param host where it was trained last; null before
 * @param failure why it failed; null where it did not
 */
public record TrialRepresentation(
        TrialId id,
        State state,
        TrialSpecification specification,
        Map<String, JsonNode> varied,
        int attempts,
        int epoch,
        int epochs,
        Double trainingLoss,
        Double validationLoss,
        Double validationAccuracy,
        double seconds,
        Double samplesPerSecond,
        List<Double> curve,
        Instant requestedAt,
        Instant startedAt,
        Instant finishedAt,
        Instant estimatedEnd,
        Double testLoss,
        Double testAccuracy,
        String host,
        String failure) {
    public static final int CURVE_POINTS = 40;
}
