package dev.lossline.contract;

/** What a service waits for while it starts. What ends a service may wait for its start: the wait must end then. */
public final class StartWait {
    private static final System.Logger LOG = System.getLogger(StartWait.class.getName());

    private StartWait() {}

    /** Something that may take until a server is there. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Does the work; where the JVM is told to end meanwhile, its thread is interrupted.
     *
     * @throws InterruptedException where the work throws it
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
