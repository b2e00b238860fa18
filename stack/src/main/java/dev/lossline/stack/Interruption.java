package dev.lossline.stack;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into an interrupt of the thread that runs the command, and keeps the JVM until that thread has cleaned
 * up behind itself.
 */
public final class Interruption implements AutoCloseable {
    private static final long LONGEST_CLEANUP_SECONDS = 90;

    private final Thread command;
    private final CountDownLatch finished = new CountDownLatch(1);

    private final String complaint;

    private Interruption(Thread command, String complaint) {
        this.command = command;
        this.complaint = complaint;
    }

    /**
     * Interrupts the calling thread on Ctrl-C, from now on.
     *
     * @param complaint what a person is told where the clean-up takes too long
     */
    public static Interruption ofThisThread(String complaint) {
        Interruption interruption = new Interruption(Thread.currentThread(), complaint);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::interruptAndWait, "interruption"));
        return interruption;
    }

    /** The command is done; a JVM that is ending may go on with that. */
    @Override
    public void close() {
        finished.countDown();
    }

    private void interruptAndWait() {
        if (finished.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            boolean inTime = finished.await(LONGEST_CLEANUP_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println(complaint);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
