package dev.lossline.drill.harness;

import java.time.Duration;

/** An expected event did not happen in time. */
final class DeadlinePassedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlinePassedException(String what, Duration deadline) {
        super("not within %d s: %s".formatted(deadline.toSeconds(), what));
    }
}
