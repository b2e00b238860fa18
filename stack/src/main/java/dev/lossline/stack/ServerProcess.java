package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A running process, identified by its pid and start time, because pids are reused.
 */
public final class ServerProcess {
    /** The start time derives from the boot time, which shifts when the clock is set. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(20);

    /** Index of the number of threads, counted from the field after the name; see proc(5). */
    private static final int THREADS = 17;

    /** Index of user time; system time and the times of reaped children follow. */
    private static final int USER_TICKS = 11;

    /** USER_HZ, which is 100 on Linux whatever the kernel uses internally. */
    private static final int TICKS_PER_SECOND = 100;

    private final ProcessHandle handle;
    private final Instant startedAt;

    private ServerProcess(ProcessHandle handle, Instant startedAt) {
        this.handle = handle;
        this.startedAt = startedAt;
    }

    static ServerProcess of(ProcessHandle handle) {
        return new ServerProcess(handle, handle.info().startInstant().orElseGet(Instant::now));
    }

    /** The process with that pid and start time; empty if it has ended, even if its pid is in use again. */
    public static Optional<ServerProcess> find(long pid, Instant startedAt) {
        return ProcessHandle.of(pid)
                .map(handle -> new ServerProcess(handle, startedAt))
                .filter(process -> process.alive() && process.startedThen());
    }

    public long pid() {
        return handle.pid();
    }

    /** Resident memory in bytes of the process and its descendants, counting shared pages in each; 0 without /proc. */
    public long residentBytes() {
        return Stream.concat(Stream.of(handle), handle.descendants())
                .mapToLong(ServerProcess::residentBytes)
                .sum();
    }

    /**
     * Processor time of the process and its descendants, including ended ones, since its start; in hundredths of a second.
     */
    public Duration cpuTime() {
        return Stream.concat(Stream.of(handle), handle.descendants())
                .map(ServerProcess::cpuTime)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration cpuTime(ProcessHandle process) {
        try {
            String[] stat = stat(process.pid());
            long ticks = 0;
            for (int field = USER_TICKS; field < USER_TICKS + 4; field++) {
                ticks += Long.parseLong(stat[field]);
            }
            return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
        } catch (IOException e) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    private static long residentBytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Whether it runs. A zombie does not. */
    public boolean alive() {
        return handle.isAlive() && !isZombie();
    }

    /**
     * Asks the process to end and waits; kills it if it does not end in time.
     *
     * @return whether it ended without being killed
     */
    public boolean stop(StopSignal signal, Duration grace) throws InterruptedException {
        if (!alive()) {
            return true;
        }
        signal(signal.name());
        if (ended(grace)) {
            return true;
        }
        handle.destroyForcibly();
        ended(KILL_TIMEOUT);
        return false;
    }

    /** Kills the process, as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        handle.destroyForcibly();
        ended(KILL_TIMEOUT);
    }

    /** Suspends the process (SIGSTOP): it keeps its memory, files and connections. */
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Continues a suspended process (SIGCONT). */
    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    private boolean startedThen() {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(true);
    }

    private void signal(String signal) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        }
    }

    /**
     * Waits for the process to end by itself.
     *
     * @return whether it ended in time
     */
    public boolean ended(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                handle.onExit().get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The handle of a zombie never completes, so check again.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }

    /**
     * In a container whose init process reaps no children, ended processes remain zombies. So does the main thread of a
     * process whose other threads are still ending; these hold its ports until then.
     */
    private boolean isZombie() {
        try {
            String[] stat = stat(pid());
            return stat[0].equals("Z") && Integer.parseInt(stat[THREADS]) <= 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** The fields of /proc/PID/stat after the name. */
    private static String[] stat(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }
}
