package dev.lossline.drill.harness;

import java.time.Duration;

/** Waits. */
public final class Await {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private Await() {}

    /** Something that will hold. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /**
     * Waits until it holds.
     *
     * @param what what is waited for, as a statement
     * @throws DeadlinePassedException where it does not hold in time
     */
    public static void until(String what, Duration deadline, Condition condition) throws InterruptedException {
        until(what, deadline, BETWEEN_LOOKS, condition);
    }

    /** The same, looking that often. */
    public static void until(String what, Duration deadline, Duration betweenLooks, Condition condition)
            throws InterruptedException {
        if (!within(deadline, betweenLooks, condition)) {
            throw new DeadlinePassedException(what, deadline);
        }
    }

    /** Waits until it holds; false where it does not hold in time. */
    public static boolean within(Duration deadline, Condition condition) throws InterruptedException {
        return within(deadline, BETWEEN_LOOKS, condition);
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

    /** Something that is looked at again and again. */
    @FunctionalInterface
    public interface Look {
        void take() throws InterruptedException;
    }

    /** Lets an outage last as long as it is to last, and looks every second or so. */
    static void outage(Duration length, Progress progress, Look look) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            progress.update("%d s left".formatted(Duration.ofNanos(left).toSeconds()));
            look.take();
            Thread.sleep(Math.min(1000, Math.max(1, Duration.ofNanos(left).toMillis())));
        }
    }
}
