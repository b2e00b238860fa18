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

    /**
     * @param directory where the archives of a service are
     * @param build its name
     */
    ClassArchive(Path directory, String build) {
        String name = build + "_" + System.getProperty("java.vm.vendor") + "_" + Runtime.version();
        this.file = directory.resolve(name.replaceAll("[^A-Za-z0-9.+-]+", "-") + SUFFIX);
    }

    /** Whether it was made. */
    public boolean exists() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** A start from it; as any other where it is missing. */
    List<String> useOptions() {
        return exists() ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** What the JVM that makes it is told of how. */
    static List<String> linkOptions() {
        return Runtime.version().feature() >= FIRST_THAT_LINKS ? List.of("-XX:+AOTClassLinking") : List.of();
    }
}
