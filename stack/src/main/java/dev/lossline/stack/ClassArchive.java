package dev.lossline.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A class data archive of a service: the JVM maps the file at start instead of reading, verifying and linking about 10,000
 * classes. Its name contains the build and the JDK it belongs to. If a jar or the JDK differs anyway, the JVM ignores the
 * archive and starts from the jars.
 *
 * @see <a href="https://openjdk.org/jeps/310">JEP 310</a>, and <a href="https://openjdk.org/jeps/483">JEP 483</a>: from
 *     JDK 24 on, the archive also contains linked classes
 */
public final class ClassArchive {
    private static final String SUFFIX = ".jsa";
    private static final int FIRST_LINKING_JDK = 24;

    private final Path file;

    /**
     * @param directory the directory of the service's archives
     * @param build the name of the build
     */
    ClassArchive(Path directory, String build) {
        String name = build + "_" + System.getProperty("java.vm.vendor") + "_" + Runtime.version();
        this.file = directory.resolve(name.replaceAll("[^A-Za-z0-9.+-]+", "-") + SUFFIX);
    }

    /** Whether the archive file exists. */
    public boolean exists() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** JVM options that use the archive; none if it does not exist. */
    List<String> useOptions() {
        return exists() ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** JVM options for creating the archive. */
    static List<String> linkOptions() {
        return Runtime.version().feature() >= FIRST_LINKING_JDK ? List.of("-XX:+AOTClassLinking") : List.of();
    }
}
