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
 * Makes the class archives of services that recorded their classes and have ended: in a process of its own with the
 * least priority, so that nobody waits for it. It ends by itself, after some 10 s of a core an archive; what it has not
 * made then is made another time.
 */
public final class ClassArchiver {
    private static final int LEAST_PRIORITY = 19;

    private final Path logFile;

    public ClassArchiver(Path logFile) {
        this.logFile = logFile;
    }

    /**
     * Makes those that are missing.
     *
     * @param ended services that were stopped in order
     * @return the process; empty where nothing is missing, or nothing was recorded
     * @throws ServerStartException where it cannot be run
     */
    public Optional<ServerProcess> start(List<ServiceApplication> ended) {
        List<String> command = new ArrayList<>(ServerLauncher.nice(LEAST_PRIORITY));
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
                takeAway(recorded.get(), archive).toString(),
                archive.file().toString(),
                String.join(" ", options));
    }

    /** From where the next start would replace it. */
    private static Path takeAway(Path recorded, ClassArchive archive) {
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
