package dev.lossline.drill.faults;

import dev.lossline.drill.harness.SkippedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, in memory, that can be filled. Linux, and root there, may mount one. */
final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[4096];

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /**
     * Creates a directory and mounts a small file system on it.
     *
     * @throws SkippedException if that is not permitted
     */
    static SmallDisk mount(Path directory, int mebibytes) throws InterruptedException {
        try {
            Files.createDirectories(directory);
            Process mount = new ProcessBuilder(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "size=" + mebibytes + "m,mode=0700",
                            "lossline-drill",
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(mount.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (mount.waitFor() != 0) {
                throw new SkippedException(
                        "cannot mount a small file system (%s); run as root on Linux, in a container with --cap-add SYS_ADMIN"
                                .formatted(said.strip()));
            }
            return new SmallDisk(directory);
        } catch (IOException e) {
            throw new SkippedException("mount(8) not found (%s); run as root on Linux".formatted(e.getMessage()));
        }
    }

    /** Takes all the room that is left. */
    void fill() {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException e) {
            // The file system is full, as intended.
        }
    }

    long freeBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the room back. */
    void makeRoom() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + ballast, e);
        }
    }

    /** Unmounts it, with all that it holds; what still uses it keeps it until it ends. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            new ProcessBuilder("umount", "--lazy", directory.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unmount " + directory, e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
