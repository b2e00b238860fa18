package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The directory in which PostgreSQL keeps its data. */
final class PostgresData {
    /** The server listens on loopback only, and whoever can read its files needs no password. */
    static final String SUPERUSER_PASSWORD = "postgres";

    private static final Duration INITDB_DEADLINE = Duration.ofSeconds(90);

    private final Path directory;

    PostgresData(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    Path directory() {
        return directory;
    }

    /** Makes the data of an empty server, unless some is there. */
    void create(PostgresBinaries binaries, ServerLauncher launcher) throws InterruptedException {
        if (Files.exists(directory)) {
            return;
        }
        Path half = directory.resolveSibling("data-being-made");
        try {
            Directories.delete(half);
            Files.createDirectories(directory.getParent());
            Path password = Files.createTempFile(directory.getParent(), "password", "");
            Files.writeString(password, SUPERUSER_PASSWORD);
            List<String> command = new ArrayList<>(NotRoot.prefix());
            command.addAll(List.of(
                    binaries.path("initdb"),
                    "--pgdata=" + half,
                    "--username=postgres",
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C"));
            ServerProcess process = launcher.start(command, Map.of());
            // Its last step; the process can end before this looks again.
            launcher.awaitEnd(process, INITDB_DEADLINE);
            Files.delete(password);
            if (!Files.exists(half.resolve("global").resolve("pg_control"))) {
                throw new ServerStartException("PostgreSQL's initdb failed" + launcher.tail());
            }
            Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make PostgreSQL's data in " + directory, e);
        }
    }

    /**
     * Removes the lock of a server that is gone. PostgreSQL does so itself, unless another process has the pid now; as
     * root it cannot tell that process from a server.
     */
    void clearStaleLock() {
        Path lock = directory.resolve("postmaster.pid");
        try {
            if (Files.exists(lock)
                    && !isServer(
                            Long.parseLong(Files.readAllLines(lock).getFirst().trim()))) {
                Files.delete(lock);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + lock, e);
        }
    }

    private static boolean isServer(long pid) {
        return ProcessHandle.of(pid)
                .map(handle -> ServerProcess.of(handle).alive()
                        && handle.info()
                                .command()
                                .map(c -> c.endsWith("/postgres"))
                                .orElse(false))
                .orElse(false);
    }
}
