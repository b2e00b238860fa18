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
 * A process that runs on its own, whoever started it. A pid alone can come again after a reboot or a day; with the time
 * of its start it means one process.
 */
public final class ServerProcess {
    /** The start's time is worked out from the boot's, which moves when the clock is set. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private static final Duration AFTER_FORCE = Duration.ofSeconds(20);

    /** Where the number of threads stands behind the name, see proc(5). */
    private static final int THREADS = 17;

    /** Where user and system time stand behind the name, and behind them those of children that were waited for. */
    private static final int USER_TICKS = 11;

    /** What Linux tells programs, whatever it counts itself. */
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

    /** The process of that pid that was started then; empty where it has ended, even if its pid is taken again. */
    public static Optional<ServerProcess> find(long pid, Instant startedAt) {
        return ProcessHandle.of(pid)
                .map(handle -> new ServerProcess(handle, startedAt))
                .filter(process -> process.alive() && process.startedThen());
    }

    public long pid() {
        return handle.pid();
    }

    /** Memory in RAM of the process and its descendants, shared pages counted in each; 0 where there is no /proc. */
    public long residentBytes() {
        return Stream.concat(Stream.of(handle), handle.descendants())
                .mapToLong(ServerProcess::residentBytes)
                .sum();
    }

    /**
     * Processor time of the process and its descendants, those that have ended too, since it started; to the hundredth
     * of a second.
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

    /** Whether it runs; a zombie that nobody has waited for does not. */
    public boolean alive() {
        return handle.isAlive() && !isZombie();
    }

    /**
     * Asks the process to end and waits; ends it by force where it has not ended in time.
     *
     * @return whether it ended in order
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
        ended(AFTER_FORCE);
        return false;
    }

    /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        handle.destroyForcibly();
        ended(AFTER_FORCE);
    }

    /** Stops the process where it is (SIGSTOP): it keeps its memory, its files and its connections. */
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen process go on (SIGCONT). */
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
     * Waits for an end that comes by itself.
     *
     * @return whether it came
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
                // A zombie's handle never completes: look again whether it is one.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }

    /**
     * In a container whose first process waits for nobody, what has ended stays as a zombie. So does the first thread
     * of a process whose other threads are still ending, and hold its ports until then.
     */
    private boolean isZombie() {
        try {
            String[] stat = stat(pid());
            return stat[0].equals("Z") && Integer.parseInt(stat[THREADS]) <= 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** What /proc says of a process, from the field behind its name on. */
    private static String[] stat(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }
}
