package dev.lossline.training.dataset;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The directory of one dataset. Files appear in it atomically: each is written under a temporary name, verified,
 * flushed to disk, and moved. Several processes that download at the same time duplicate work but do no harm.
 */
final class DatasetFolder {

    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final DatasetName dataset;
    private final DownloadListener listener;
    private final Set<DatasetFile> missing = EnumSet.noneOf(DatasetFile.class);

    /**
     * Checks the files. A file with a wrong hash is reported to the listener and counts as missing.
     *
     * @throws IOException if a file cannot be read
     */
    DatasetFolder(Path path, DatasetName dataset, DownloadListener listener) throws IOException {
        this.path = path;
        this.dataset = dataset;
        this.listener = listener;
        for (DatasetFile file : DatasetFile.values()) {
            Path target = path.resolve(file.fileName());
            if (!Files.exists(target)) {
                missing.add(file);
                continue;
            }
            String found = sha256(target);
            if (!found.equals(file.sha256(dataset))) {
                listener.note(target + " is damaged (SHA-256 is " + found + ", should be " + file.sha256(dataset)
                        + "), downloading it again");
                missing.add(file);
            }
        }
    }

    Path path() {
        return path;
    }

    /** The files that are missing or damaged. */
    List<DatasetFile> missing() {
        return List.copyOf(missing);
    }

    /**
     * Writes a file.
     *
     * @param unpacked the uncompressed content; not closed
     * @throws IOException if the content is not what the dataset's authors published, or cannot be read or written
     */
    void put(DatasetFile file, InputStream unpacked, String source) throws IOException, InterruptedException {
        listener.starting(file.fileName(), source);
        Files.createDirectories(path);
        Path part = path.resolve(file.fileName() + "." + UUID.randomUUID() + ".part");
        // Needed for Ctrl-C, which skips the code below.
        part.toFile().deleteOnExit();
        try {
            String found = copy(file, unpacked, part);
            if (!found.equals(file.sha256(dataset))) {
                throw new IOException(file.fileName() + " has SHA-256 " + found + ", expected " + file.sha256(dataset));
            }
            Files.move(
                    part,
                    path.resolve(file.fileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        missing.remove(file);
        listener.done(file.fileName());
    }

    void note(String message) {
        listener.note(message);
    }

    /** Copies the content to disk and returns its SHA-256. */
    private String copy(DatasetFile file, InputStream unpacked, Path part) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.digest();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK];
            long written = 0;
            for (int read = unpacked.read(chunk); read >= 0; read = unpacked.read(chunk)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while downloading " + file.fileName());
                }
                digest.update(chunk, 0, read);
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                written += read;
                if (written > file.bytes()) {
                    throw new IOException(file.fileName() + " is longer than its " + file.bytes() + " bytes");
                }
                listener.progress(file.fileName(), written, file.bytes());
            }
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] chunk = new byte[CHUNK];
            while (content.read(chunk) >= 0) {
                // Reading updates the digest.
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
