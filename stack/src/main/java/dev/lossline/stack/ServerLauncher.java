package dev.lossline.stack;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Starts processes that outlive this one. Each runs in its own session, so that Ctrl-C in the terminal does not reach it,
 * and appends its output to a log file.
 */
public final class ServerLauncher {
    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 20;
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(20);

    private final String name;
    private final Path logFile;
    private final StopSignal stopSignal;

    /**
     * A launcher for one server.
     *
     * @param name the display name of the server
     */
    public ServerLauncher(String name, Path logFile, StopSignal stopSignal) {
        this.name = name;
        this.logFile = logFile;
        this.stopSignal = stopSignal;
    }

    /**
     * Starts a command.
     *
     * @throws ServerStartException if it cannot be started
     */
    public ServerProcess start(List<String> command, Map<String, String> environment) {
        List<String> detached = new ArrayList<>(newSession());
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            return ServerProcess.of(builder.start().toHandle());
        } catch (IOException e) {
            throw new ServerStartException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until {@code ready} holds. On failure, the process is stopped.
     *
     * @throws ServerStartException if the process ends first or the deadline passes
     */
    public void await(ServerProcess process, Duration deadline, BooleanSupplier ready) throws InterruptedException {
        try {
            awaitReady(process, deadline, ready);
        } catch (InterruptedException | RuntimeException e) {
            process.stop(stopSignal, STOP_GRACE);
            throw e;
        }
    }

    private void awaitReady(ServerProcess process, Duration deadline, BooleanSupplier ready)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.alive()) {
                throw new ServerStartException(name + " exited during startup" + tail());
            }
            if (System.nanoTime() > end) {
                throw new ServerStartException(
                        "%s was not ready after %d s%s".formatted(name, deadline.toSeconds(), tail()));
            }
            Thread.sleep(PROBE_INTERVAL);
        }
    }

    /** @throws ServerStartException if the process does not end within the deadline */
    void awaitEnd(ServerProcess process, Duration deadline) throws InterruptedException {
        if (!process.ended(deadline)) {
            throw new ServerStartException(
                    "%s did not stop within %d s%s".formatted(name, deadline.toSeconds(), tail()));
        }
    }

    /**
     * Checks that a port is free.
     *
     * @throws ServerStartException if another process listens on it
     */
    public static void requireFree(String name, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new ServerStartException("%s cannot listen on port %d: %s".formatted(name, port, e.getMessage()), e);
        }
    }

    /** A port that is currently free. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerStartException("no free port: " + e.getMessage(), e);
        }
    }

    /** Whether something accepts connections on that local port. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The end of the log, to be appended to a message. */
    public String tail() {
        String where = "; see its log: " + logFile;
        try (RandomAccessFile log = new RandomAccessFile(logFile.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(log.length(), TAIL_BYTES)];
            log.seek(log.length() - bytes.length);
            log.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return where + ". Last lines:\n  "
                    + String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return where;
        }
    }

    /** Linux has setsid(1); macOS has only Perl. Both keep the pid. */
    private static List<String> newSession() {
        if (onPath("setsid")) {
            return List.of("setsid");
        }
        return onPath("perl") ? List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die") : List.of();
    }

    /** A command prefix that lowers the priority; empty if nice(1) does not exist. Keeps the pid. */
    public static List<String> nice(int niceness) {
        return onPath("nice") ? List.of("nice", "-n", Integer.toString(niceness)) : List.of();
    }

    static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
