package dev.lossline.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the class archives of services that run and record their classes: in a process of its own with the least
 * priority, so that nobody waits for it. It ends by itself; what it has not made then is made another time.
 */
public final class ClassArchiver {
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private final Path note;
    private final Path logFile;

    /** @param note the file in which the process is noted, for a later {@link #stop} by another process */
    public ClassArchiver(Path note, Path logFile) {
        this.note = note;
        this.logFile = logFile;
    }

    /**
     * Makes those that are missing.
     *
     * @param wait how long it does nothing, for the services to use more of their classes
     * @return the process; empty where nothing is missing
     * @throws ServerStartException where it cannot be run
     */
    public Optional<ServerProcess> start(List<ServiceApplication> applications, Duration wait) {
        List<String> command = new ArrayList<>();
        if (ServerLauncher.onPath("nice")) {
            command.addAll(List.of("nice", "-n", "19"));
        }
        command.addAll(List.of("sh", "-c", script(), "archive", Long.toString(wait.toSeconds())));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        int nothing = command.size();
        applications.forEach(application -> command.addAll(arguments(application)));
        if (command.size() == nothing) {
            return Optional.empty();
        }
        ServerProcess process =
                new ServerLauncher("the class archiver", logFile, StopSignal.TERM).start(command, Map.of());
        try {
            Files.writeString(note, process.pid() + " " + process.startedAt());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + note, e);
        }
        return Optional.of(process);
    }

    /** Ends it where it runs: before what it works on is stopped or replaced. */
    public void stop() throws InterruptedException {
        try {
            if (Files.exists(note)) {
                String[] noted = Files.readString(note).split(" ", 2);
                Optional<ServerProcess> running =
                        ServerProcess.find(Long.parseLong(noted[0]), Instant.parse(noted[1].strip()));
                if (running.isPresent()) {
                    running.get().stop(StopSignal.TERM, STOP_GRACE);
                }
                Files.delete(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + note, e);
        }
    }

    private static List<String> arguments(ServiceApplication application) {
        ClassArchive archive = application.archive();
        if (archive.exists() || !Files.exists(archive.classList())) {
            return List.of();
        }
        List<String> options = new ArrayList<>(ServiceLauncher.options(application.service()));
        options.addAll(ClassArchive.linkOptions());
        return List.of(
                archive.installed().toString(),
                archive.classList().toString(),
                archive.file().toString(),
                String.join(" ", options));
    }

    private static String script() {
        try (InputStream script = ClassArchiver.class.getResourceAsStream("archive.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
