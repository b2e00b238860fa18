package dev.lossline.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a service as its JVM has them in memory: a start maps the file instead of reading, checking and linking
 * some 10,000 classes. Belongs to a build and a JDK, which its name says; where a jar or the JDK is another one
 * nevertheless, the JVM leaves it alone and starts from the jars.
 *
 * @see <a href="https://openjdk.org/jeps/310">JEP 310</a>, and <a href="https://openjdk.org/jeps/483">JEP 483</a>, of
 *     which JDK 24 and newer link the classes too
 */
public final class ClassArchive {
    private static final String SUFFIX = ".jsa";
    private static final int FIRST_THAT_LINKS = 24;

    private final Path file;
    private final Path installed;

    /**
     * @param directory where the archives of a service are
     * @param installed what it runs from
     * @param build its name
     */
    ClassArchive(Path directory, Path installed, String build) {
        String name = build + "_" + System.getProperty("java.vm.vendor") + "_" + Runtime.version();
        this.file = directory.resolve(name.replaceAll("[^A-Za-z0-9.+-]+", "-") + SUFFIX);
        this.installed = installed;
    }

    /** Whether it was made. */
    public boolean exists() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** Where the classes of a start are listed while it runs. */
    Path classList() {
        return installed.resolve("classes.list");
    }

    Path installed() {
        return installed;
    }

    /** A start from it; as any other where it is missing. */
    List<String> useOptions() {
        return exists() ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** A start that lists its classes, which takes some tenth longer. */
    List<String> recordOptions() {
        return List.of("-XX:DumpLoadedClassList=" + classList());
    }

    /** What the JVM that makes it is told of how. */
    static List<String> linkOptions() {
        return Runtime.version().feature() >= FIRST_THAT_LINKS ? List.of("-XX:+AOTClassLinking") : List.of();
    }
}
