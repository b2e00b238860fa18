package dev.lossline.drill.harness;

import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.StopSignal;
import java.time.Duration;
import java.time.Instant;

/** A process of a stack: can be harmed, and started again at its port on its data. Safe for several threads. */
public final class StackProcess {
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final Start start;
    private ServerProcess process;

    /** Starts the process; returns once it can be used, and leaves nothing running where it throws. */
    @FunctionalInterface
    interface Start {
        public ServerProcess start() throws InterruptedException;
    }

    StackProcess(String name, int port, Start start) {
        this.name = name;
        this.port = port;
        this.start = start;
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Starts it, for the first time or again; returns once it can be used. */
    public synchronized void start() throws InterruptedException {
        process = start.start();
    }

    /** The same, in another way for this once. */
    public synchronized void start(Start otherwise) throws InterruptedException {
        process = otherwise.start();
    }

    /** {@code kill -9}; returns when it was sent. */
    public synchronized Instant kill() throws InterruptedException {
        Instant at = Instant.now();
        if (process != null) {
            process.kill();
        }
        return at;
    }

    /** Ends it in order, by force where it takes too long; false where force was needed. */
    public synchronized boolean stop(StopSignal signal) throws InterruptedException {
        return process == null || process.stop(signal, STOP_GRACE);
    }

    /** SIGSTOP. */
    public synchronized void freeze() throws InterruptedException {
        process.freeze();
    }

    /** SIGCONT. */
    public synchronized void thaw() throws InterruptedException {
        process.thaw();
    }

    /** Memory in RAM; PostgreSQL's processes share some, which is counted in each. */
    public synchronized long residentBytes() {
        return process.residentBytes();
    }

    /** Processor time since it was started last. */
    public synchronized Duration cpuTime() {
        return process.cpuTime();
    }

    /** The id of the process that was started last. */
    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isAlive() {
        return process != null && process.alive();
    }
}
