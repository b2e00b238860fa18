package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A built service. It runs from links to its jars, so that a build that replaces them meanwhile does not take them away
 * from under it.
 */
public final class ServiceApplication {
    static final String JAR = "quarkus-run.jar";

    private final Service service;
    private final Path built;
    private final Path installed;
    private final ClassesOfStart classes;

    /** How a start comes by its classes. */
    private enum ClassesOfStart {
        FROM_ARCHIVE,
        FROM_ARCHIVE_OR_RECORDED,
        FROM_JARS
    }

    /**
     * A service that was built in a repository. It starts from its class archive where there is one.
     *
     * @param root the repository
     * @param installed the directory of the links; each process needs its own
     */
    public ServiceApplication(Path root, Service service, Path installed) {
        this(
                service,
                root.resolve(service.module()).resolve("target/quarkus-app"),
                installed,
                ClassesOfStart.FROM_ARCHIVE);
    }

    private ServiceApplication(Service service, Path built, Path installed, ClassesOfStart classes) {
        this.service = service;
        this.built = built;
        this.installed = installed;
        this.classes = classes;
    }

    /** The same, which lists its classes where it has no archive, so that a {@link ClassArchiver} can make one. */
    public ServiceApplication recordingClasses() {
        return new ServiceApplication(service, built, installed, ClassesOfStart.FROM_ARCHIVE_OR_RECORDED);
    }

    /** The same, which starts as if there were no archive. */
    public ServiceApplication withoutArchive() {
        return new ServiceApplication(service, built, installed, ClassesOfStart.FROM_JARS);
    }

    /** The archive of this build for this JDK, which may be missing. */
    public ClassArchive archive() {
        return new ClassArchive(built.resolveSibling("archive"), build());
    }

    /**
     * The classes that a start of this build has used, once its process has ended: the JVM writes what it knows of their
     * constants as it ends, without which an archive saves half as much.
     */
    Optional<Path> recordedClasses() {
        boolean ofThisBuild = Files.exists(classList())
                && Files.exists(installed.resolve(JAR))
                && build(installed.resolve(JAR)).equals(build());
        return ofThisBuild ? Optional.of(classList()) : Optional.empty();
    }

    /** What it was built into. */
    Path built() {
        return built;
    }

    private Path classList() {
        return installed.resolve("classes.list");
    }

    /** What the JVM of a start is told of its classes. */
    List<String> classOptions() {
        return switch (classes) {
            case FROM_ARCHIVE -> archive().useOptions();
            case FROM_ARCHIVE_OR_RECORDED ->
                archive().exists() ? archive().useOptions() : List.of("-XX:DumpLoadedClassList=" + classList());
            case FROM_JARS -> List.of();
        };
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
        return build(built.resolve(JAR));
    }

    private String build(Path jar) {
        try {
            return Files.getLastModifiedTime(jar).toInstant().toString();
        } catch (IOException e) {
            throw new ServerStartException("%s is not built: there is no %s".formatted(service.title(), jar), e);
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
            // Another file system. A class archive is for jars of the same age.
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
