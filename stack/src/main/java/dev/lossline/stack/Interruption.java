package dev.lossline.stack;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into an interrupt of the thread that runs the command, and keeps the JVM alive until that thread has
 * cleaned up.
 */
public final class Interruption implements AutoCloseable {
    private static final long MAX_CLEANUP_SECONDS = 90;

    private final Thread command;
    private final CountDownLatch finished = new CountDownLatch(1);

    private final String complaint;

    private Interruption(Thread command, String complaint) {
        this.command = command;
        this.complaint = complaint;
    }

    /**
     * Interrupts the calling thread on Ctrl-C.
     *
     * @param complaint the message to print if the clean-up takes too long
     */
    public static Interruption ofThisThread(String complaint) {
        Interruption interruption = new Interruption(Thread.currentThread(), complaint);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::interruptAndWait, "interruption"));
        return interruption;
    }

    /** The command is done; the JVM may exit. */
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
            boolean inTime = finished.await(MAX_CLEANUP_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println(complaint);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
