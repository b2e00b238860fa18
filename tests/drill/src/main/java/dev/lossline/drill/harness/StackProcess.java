package dev.lossline.drill.harness;

import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.StopSignal;
import java.time.Duration;
import java.time.Instant;

/** A process of a stack, which can be killed, frozen and restarted on the same port and data. Thread-safe. */
public final class StackProcess {
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final Start start;
    private ServerProcess process;

    /** Starts the process and returns once it is ready; if it throws, nothing is left running. */
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

    /** Starts or restarts the process; returns once it is ready. */
    public synchronized void start() throws InterruptedException {
        process = start.start();
    }

    /** Starts the process in another way this time. */
    public synchronized void start(Start otherwise) throws InterruptedException {
        process = otherwise.start();
    }

    /** Kills the process with SIGKILL; returns the time of the signal. */
    public synchronized Instant kill() throws InterruptedException {
        Instant at = Instant.now();
        if (process != null) {
            process.kill();
        }
        return at;
    }

    /** Stops the process, and kills it if that takes too long; returns false if it was killed. */
    public synchronized boolean stop(StopSignal signal) throws InterruptedException {
        return process == null || process.stop(signal, STOP_GRACE);
    }

    /** Suspends the process (SIGSTOP). */
    public synchronized void freeze() throws InterruptedException {
        process.freeze();
    }

    /** Resumes the process (SIGCONT). */
    public synchronized void thaw() throws InterruptedException {
        process.thaw();
    }

    /** Resident memory; PostgreSQL's processes share some, which is counted in each. */
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
