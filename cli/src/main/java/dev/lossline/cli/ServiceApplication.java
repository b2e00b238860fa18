package dev.lossline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A built service. It runs from links to its jars, so that a build that replaces them meanwhile does not take them away
 * from under it.
 */
final class ServiceApplication {
    private static final String JAR = "quarkus-run.jar";

    private final StackPart part;
    private final Path built;
    private final Path installed;

    ServiceApplication(Settings settings, StackPart part) {
        this.part = part;
        this.built = settings.root().resolve(module(part)).resolve("target/quarkus-app");
        this.installed = settings.home().resolve("services").resolve(part.id());
    }

    /** Names the build: another build has another name. */
    String build() {
        try {
            return Files.getLastModifiedTime(built.resolve(JAR)).toInstant().toString();
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.FAILED, "%s is not built: there is no %s".formatted(part.title(), built.resolve(JAR)), e);
        }
    }

    /** The jar to run; what an earlier process ran from is replaced. */
    Path install() {
        try {
            delete(installed);
            for (Path file : files(built)) {
                Path target = installed.resolve(built.relativize(file).toString());
                Files.createDirectories(target.getParent());
                link(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot link %s into %s".formatted(built, installed), e);
        }
        return installed.resolve(JAR);
    }

    private static String module(StackPart part) {
        return switch (part) {
            case ORCHESTRATOR -> "orchestrator";
            case EVALUATOR -> "evaluator";
            case TRAINER -> "trainer-cpu";
            case KAFKA, POSTGRES -> throw new IllegalArgumentException(part + " is no service");
        };
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system.
            Files.copy(file, target);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
