package dev.lossline.contract.topic;

/** Waits during the start of a service. A shutdown waits for the start to finish, so it must interrupt such waits. */
public final class StartWait {
    private static final System.Logger LOG = System.getLogger(StartWait.class.getName());

    private StartWait() {}

    /** Work that may have to wait for a server. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Does the work; a shutdown of the JVM interrupts its thread.
     *
     * @throws InterruptedException if the work throws it
     */
    public static void whileStarting(Work work) throws InterruptedException {
        Thread atEnd = new Thread(Thread.currentThread()::interrupt, "ends-a-start");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            work.run();
        } finally {
            forget(atEnd);
        }
    }

    private static void forget(Thread atEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "The JVM ends already", e);
        }
    }
}
