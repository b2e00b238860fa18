package dev.lossline.contract.topic;

import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.specification.TrialId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys on {@link Topic#CHECKPOINTS}. Compaction keeps the last message of each:
 *
 * <ul>
 *   <li>{@code <trialId>}: the checkpoint from which training continues
 *   <li>{@code <trialId>/checkpoint/<generation>/<number>}: one part of a checkpoint too large for a message, see
 *       {@link CheckpointPart}
 *   <li>{@code <trialId>/model}: the trained model, which no late checkpoint can replace:
 *       docs/adr/0007-model-keys.md
 * </ul>
 */
public final class CheckpointKey {
    /** Keys that are equal up to this character share a partition: {@link TrialPartitioner}. */
    static final char SEPARATOR = '/';

    private static final String MODEL = SEPARATOR + "model";
    private static final Pattern PART = Pattern.compile("([^/]+)/checkpoint/([01])/([1-9]\\d{0,3})");

    private CheckpointKey() {}

    /**
     * The key of a part of a checkpoint.
     *
     * @param number from 1
     */
    public record Part(TrialId trial, int generation, int number) {
        @Override
        public String toString() {
            return trial + "/checkpoint/" + generation + SEPARATOR + number;
        }
    }

    /** The key of the checkpoints from which another attempt can continue. */
    public static String ofCheckpoints(TrialId trial) {
        return trial.toString();
    }

    /** The key of the trained model. */
    public static String ofModel(TrialId trial) {
        return trial + MODEL;
    }

    /** The trial whose model has that key; empty if it is not the key of a model. */
    public static Optional<TrialId> trialOfModel(String key) {
        if (key == null || !key.endsWith(MODEL)) {
            return Optional.empty();
        }
        String trial = key.substring(0, key.length() - MODEL.length());
        return TrialId.isOne(trial) ? Optional.of(TrialId.parse(trial)) : Optional.empty();
    }

    /** Parses the key of a part; empty if it is not one. */
    public static Optional<Part> part(String key) {
        Matcher matcher = PART.matcher(key == null ? "" : key);
        return matcher.matches() && TrialId.isOne(matcher.group(1))
                ? Optional.of(new Part(
                        TrialId.parse(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /**
     * Whether a complete checkpoint or model may have that key. A model may have the key of its trial's checkpoints,
     * because older versions published it so.
     *
     * @param isFinal whether the message is the trained model
     */
    public static boolean fits(String key, TrialId trial, boolean isFinal) {
        return ofCheckpoints(trial).equals(key) || (isFinal && ofModel(trial).equals(key));
    }
}
