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
 * A built service. It runs from links to its jars, so a build that replaces the jars does not affect the running
 * process.
 */
public final class ServiceApplication {
    static final String JAR = "quarkus-run.jar";

    private final Service service;
    private final Path built;
    private final Path installed;
    private final ClassesOfStart classes;

    /** Where a start gets its classes from. */
    private enum ClassesOfStart {
        FROM_ARCHIVE,
        FROM_ARCHIVE_OR_RECORDED,
        FROM_JARS
    }

    /**
     * A service built in a checkout. It starts from its class archive if one exists.
     *
     * @param root the checkout
     * @param installed the directory for the links; each process needs its own
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

    /** The same, recording its classes if it has no archive, so that {@link ClassArchiver} can create one. */
    public ServiceApplication recordingClasses() {
        return new ServiceApplication(service, built, installed, ClassesOfStart.FROM_ARCHIVE_OR_RECORDED);
    }

    /** The same, without the archive. */
    public ServiceApplication withoutArchive() {
        return new ServiceApplication(service, built, installed, ClassesOfStart.FROM_JARS);
    }

    /** The archive of this build for this JDK, which may not exist. */
    public ClassArchive archive() {
        return new ClassArchive(built.resolveSibling("archive"), build());
    }

    /**
     * The classes that a start of this build recorded, after its process has exited: the JVM writes resolved constants when
     * it exits, and without them an archive saves half as much.
     */
    Optional<Path> recordedClasses() {
        boolean ofThisBuild = Files.exists(classList())
                && Files.exists(installed.resolve(JAR))
                && build(installed.resolve(JAR)).equals(build());
        return ofThisBuild ? Optional.of(classList()) : Optional.empty();
    }

    /** The build's output directory. */
    Path built() {
        return built;
    }

    private Path classList() {
        return installed.resolve("classes.list");
    }

    /** The JVM options that select the classes of a start. */
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
     * A name that is unique to the build.
     *
     * @throws ServerStartException if the service is not built
     */
    public String build() {
        return build(built.resolve(JAR));
    }

    private String build(Path jar) {
        try {
            return Files.getLastModifiedTime(jar).toInstant().toString();
        } catch (IOException e) {
            throw new ServerStartException(
                    "%s is not built: %s does not exist; run ./lossline up".formatted(service.title(), jar), e);
        }
    }

    /** The jar to run; replaces the links of an earlier process. */
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
            // Another file system. A class archive requires jars of the same modification time.
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
