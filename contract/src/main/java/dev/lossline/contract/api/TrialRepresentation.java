package dev.lossline.contract.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.event.State;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trial.
 *
 * @param varied the values of the keys that differ between the experiment's trials, by path
 * @param attempts how many times a trainer took it
 * @param epoch the number of epochs trained so far
 * @param epochs the number of epochs to train
 * @param trainingLoss the loss of the newest epoch; null before
 * @param validationLoss the validation loss of the newest epoch; null if no examples are held out
 * @param validationAccuracy the validation accuracy of the newest epoch, 0 to 1; null if no examples are held out
 * @param seconds training time so far
 * @param samplesPerSecond throughput in the newest epoch
 * @param curve training losses of at most {@link #CURVE_POINTS} epochs, evenly spaced, newest last
 * @param estimatedEnd when it will finish at the current speed; null unless it is running
 * @param testLoss mean cross-entropy on the test split; null until it is evaluated
 * @param testAccuracy fraction of the test split, 0 to 1; null until it is evaluated
 * @param host where it was last trained; null before
 * @param failure why it failed; null if it did not fail
 */
public record TrialRepresentation(
        TrialId id,
        State state,
        TrialSpecification specification,
        Map<String, JsonNode> varied,
        int attempts,
        int epoch,
        int epochs,
        @Nullable Double trainingLoss,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        double seconds,
        @Nullable Double samplesPerSecond,
        List<Double> curve,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant estimatedEnd,
        @Nullable Double testLoss,
        @Nullable Double testAccuracy,
        @Nullable String host,
        @Nullable String failure) {
    public static final int CURVE_POINTS = 40;
}
