package dev.lossline.contract;

import java.util.Optional;

/**
 * Keys on {@link Topic#CHECKPOINTS}, of which compaction keeps the last message each: the trial's id for checkpoints to
 * go on from, one of its own for the trained model, which no late checkpoint can drive out: docs/adr/0007-model-keys.md.
 */
public final class CheckpointKey {
    /** Keys with the same text before it share a partition: {@link TrialPartitioner}. */
    static final char SEPARATOR = '/';

    private static final String MODEL = SEPARATOR + "model";

    private CheckpointKey() {}

    /** The key of the checkpoints that another attempt can go on from. */
    public static String ofCheckpoints(TrialId trial) {
        return trial.toString();
    }

    /** The key of the trained model. */
    public static String ofModel(TrialId trial) {
        return trial + MODEL;
    }

    /** The trial whose model has that key; empty if the key is not a model's. */
    public static Optional<TrialId> trialOfModel(String key) {
        if (key == null || !key.endsWith(MODEL)) {
            return Optional.empty();
        }
        String trial = key.substring(0, key.length() - MODEL.length());
        return TrialId.isOne(trial) ? Optional.of(TrialId.parse(trial)) : Optional.empty();
    }

    /**
     * Whether a message may have that key. A model may have that of its trial's checkpoints: it was published so before.
     *
     * @param isFinal whether the message is the trained model
     */
    public static boolean fits(String key, TrialId trial, boolean isFinal) {
        return ofCheckpoints(trial).equals(key) || (isFinal && ofModel(trial).equals(key));
    }
}
