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

/** PostgreSQL's data directory. */
final class PostgresData {
    /** Not a secret: the server listens on loopback only, and anyone who can read its files needs no password. */
    static final String SUPERUSER_PASSWORD = "postgres";

    private static final Duration INITDB_DEADLINE = Duration.ofSeconds(90);

    private final Path directory;

    PostgresData(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    Path directory() {
        return directory;
    }

    /** Initializes the data directory unless it exists. */
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
            // initdb writes this file last; the process may exit before the next check.
            launcher.awaitEnd(process, INITDB_DEADLINE);
            Files.delete(password);
            if (!Files.exists(half.resolve("global").resolve("pg_control"))) {
                throw new ServerStartException("PostgreSQL's initdb failed" + launcher.tail());
            }
            Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot initialize PostgreSQL's data in " + directory, e);
        }
    }

    /**
     * Removes the lock file of a server that no longer runs. PostgreSQL does so itself unless another process now has the
     * pid; as root it cannot tell that process from a server.
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
            throw new UncheckedIOException("cannot read " + lock, e);
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
