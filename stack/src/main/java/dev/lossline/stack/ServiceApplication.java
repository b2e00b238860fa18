package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A built service. It runs from links to its jars, so that a build that replaces them meanwhile does not take them away
 * from under it.
 */
public final class ServiceApplication {
    private static final String JAR = "quarkus-run.jar";

    private final Service service;
    private final Path built;
    private final Path installed;

    /**
     * A service that was built in a repository.
     *
     * @param root the repository
     * @param installed the directory of the links; each process needs its own
     */
    public ServiceApplication(Path root, Service service, Path installed) {
        this.service = service;
        this.built = root.resolve(service.module()).resolve("target/quarkus-app");
        this.installed = installed;
    }

    Service service() {
        return service;
    }

    /**
     * Names the build: another build has another name.
     *
     * @throws ServerStartException where there is none
     */
    public String build() {
        try {
            return Files.getLastModifiedTime(built.resolve(JAR)).toInstant().toString();
        } catch (IOException e) {
            throw new ServerStartException(
                    "%s is not built: there is no %s".formatted(service.title(), built.resolve(JAR)), e);
        }
    }

    /** The jar to run; what an earlier process ran from is replaced. */
    Path install() {
        try {
            Directories.delete(installed);
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
}
