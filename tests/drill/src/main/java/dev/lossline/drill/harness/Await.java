package dev.lossline.drill.harness;

import java.time.Duration;

/** Waits for conditions. */
public final class Await {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private Await() {}

    /** A condition that is expected to become true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /**
     * Waits until the condition is true.
     *
     * @param what the condition, as a statement
     * @throws DeadlinePassedException if the condition is not true in time
     */
    public static void until(String what, Duration deadline, Condition condition) throws InterruptedException {
        until(what, deadline, POLL_INTERVAL, condition);
    }

    /** Waits until the condition is true, with the given poll interval. */
    public static void until(String what, Duration deadline, Duration betweenLooks, Condition condition)
            throws InterruptedException {
        if (!within(deadline, betweenLooks, condition)) {
            throw new DeadlinePassedException(what, deadline);
        }
    }

    /** Waits until the condition is true; returns false if that takes too long. */
    public static boolean within(Duration deadline, Condition condition) throws InterruptedException {
        return within(deadline, POLL_INTERVAL, condition);
    }

    private static boolean within(Duration deadline, Duration betweenLooks, Condition condition)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(betweenLooks);
        }
        return true;
    }

    /** An observation that is repeated during an outage. */
    @FunctionalInterface
    public interface Look {
        void take() throws InterruptedException;
    }

    /** Waits for the length of an outage, calling {@code look} about once a second. */
    static void outage(Duration length, Progress progress, Look look) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            progress.update("%d s left".formatted(Duration.ofNanos(left).toSeconds()));
            look.take();
            Thread.sleep(Math.min(1000, Math.max(1, Duration.ofNanos(left).toMillis())));
        }
    }
}
