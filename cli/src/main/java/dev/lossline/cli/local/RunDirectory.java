package dev.lossline.cli.local;

import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Records the processes of the stack, one file per part. */
public final class RunDirectory {
    private static final long LOCK_RETRY_MILLIS = 200;

    private final Path directory;

    public RunDirectory(Path directory) {
        this.directory = directory;
    }

    /** The record of a part, whether it is still running or not. */
    public Optional<RunningPart> find(StackPart part) {
        Path file = file(part);
        try {
            return Files.exists(file)
                    ? Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), RunningPart.class))
                    : Optional.empty();
        } catch (IOException e) {
            // A truncated file after a power failure counts as absent.
            return Optional.empty();
        }
    }

    /** The parts that are running. */
    public Map<StackPart, RunningPart> running() {
        Map<StackPart, RunningPart> running = new EnumMap<>(StackPart.class);
        for (StackPart part : StackPart.values()) {
            find(part).filter(RunningPart::isAlive).ifPresent(found -> running.put(part, found));
        }
        return running;
    }

    void note(RunningPart part) {
        try {
            Files.createDirectories(directory);
            Path half = directory.resolve(part.part().id() + ".new");
            Files.write(half, Json.MAPPER.writeValueAsBytes(part));
            Files.move(half, file(part.part()), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    void forget(StackPart part) {
        try {
            Files.deleteIfExists(file(part));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file(part), e);
        }
    }

    /** Acquires the lock, which one command holds at a time; the system releases it when the command dies. */
    Lock lock(Runnable whenWaiting) throws InterruptedException {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean told = false;
            try {
                while (!tryLock(channel)) {
                    if (!told) {
                        whenWaiting.run();
                        told = true;
                    }
                    Thread.sleep(LOCK_RETRY_MILLIS);
                }
            } catch (InterruptedException | IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return new Lock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + directory, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private Path file(StackPart part) {
        return directory.resolve(part.id() + ".json");
    }

    /** Closing releases the lock. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
