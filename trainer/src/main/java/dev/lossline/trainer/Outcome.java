package dev.lossline.trainer;

import java.util.Locale;

/** What became of a message of the queue. */
enum Outcome {
    /** All epochs are trained. */
    COMPLETED,
    /** The trial cannot be trained. */
    FAILED,
    /** Its experiment was cancelled. */
    CANCELLED,
    /** Its experiment was paused; it is requested again when that is resumed. */
    PAUSED,
    /** It goes on in another trainer, from its newest checkpoint. */
    RELEASED,
    /** The queue has given it to another trainer, and this one stopped. */
    LOST,
    /** It is no trial; it is among the dead letters now. */
    UNREADABLE;

    /** The label of metrics. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
