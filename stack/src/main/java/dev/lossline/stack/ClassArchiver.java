package dev.lossline.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates class archives for stopped services that recorded their classes. It runs as a separate process with the lowest
 * priority and exits by itself, after about 10 s of a core per archive. Archives that it did not complete are created the
 * next time.
 */
public final class ClassArchiver {
    private static final int MIN_PRIORITY = 19;

    private final Path logFile;

    public ClassArchiver(Path logFile) {
        this.logFile = logFile;
    }

    /**
     * Creates the missing archives.
     *
     * @param ended services that have shut down cleanly
     * @return the process; empty if no archive is missing or no classes were recorded
     * @throws ServerStartException if the process cannot be started
     */
    public Optional<ServerProcess> start(List<ServiceApplication> ended) {
        List<String> command = new ArrayList<>(ServerLauncher.nice(MIN_PRIORITY));
        command.addAll(List.of("sh", "-c", script(), "archive"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        int nothing = command.size();
        ended.forEach(application -> command.addAll(arguments(application)));
        return command.size() == nothing
                ? Optional.empty()
                : Optional.of(
                        new ServerLauncher("the class archiver", logFile, StopSignal.TERM).start(command, Map.of()));
    }

    private static List<String> arguments(ServiceApplication application) {
        ClassArchive archive = application.archive();
        Optional<Path> recorded = application.recordedClasses();
        if (archive.exists() || recorded.isEmpty()) {
            return List.of();
        }
        List<String> options = new ArrayList<>(ServiceLauncher.options(application.service()));
        options.addAll(ClassArchive.linkOptions());
        return List.of(
                application.built().resolve(ServiceApplication.JAR).toString(),
                moveAside(recorded.get(), archive).toString(),
                archive.file().toString(),
                String.join(" ", options));
    }

    /** Moves the list away, because the next start would replace it. */
    private static Path moveAside(Path recorded, ClassArchive archive) {
        Path list = archive.file().resolveSibling(archive.file().getFileName() + ".classes");
        try {
            Files.createDirectories(list.getParent());
            return Files.move(recorded, list, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move %s to %s".formatted(recorded, list), e);
        }
    }

    private static String script() {
        try (InputStream script = ClassArchiver.class.getResourceAsStream("archive.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
