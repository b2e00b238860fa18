package dev.lossline.trainer.config;

import java.util.Locale;

/** The result of processing a message of the queue. */
public enum Outcome {
    /** All epochs were trained. */
    COMPLETED,
    /** The trial cannot be trained. */
    FAILED,
    /** The experiment was cancelled. */
    CANCELLED,
    /** The experiment was paused; the trial is requested again when it is resumed. */
    PAUSED,
    /** The trial continues in another trainer from its newest checkpoint. */
    RELEASED,
    /** The queue has given the trial to another trainer, and this one stopped. */
    LOST,
    /** The message is not a valid request and became a dead letter. */
    UNREADABLE;

    /** The label in metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
