package dev.lossline.training;

import java.io.IOException;
import java.nio.file.Path;

/** A dataset in memory, read once and shared by all trials of a process. Immutable. */
public final class Dataset {

    private final DatasetName name;
    private final Split train;
    private final Split test;
    private final String sha256;

    Dataset(DatasetName name, Split train, Split test, String sha256) {
        this.name = name;
        this.train = train;
        this.test = test;
        this.sha256 = sha256;
    }

    /**
     * Reads the four IDX files of a directory.
     *
     * @throws IOException where a file is missing or is not what its name says; the message names file, found and
     *     expected
     */
    public static Dataset read(Path directory, DatasetName name) throws IOException {
        return null;
    }

    public DatasetName name() {
        return name;
    }

    /** What is trained on. */
    public Split train() {
        return train;
    }

    /** What nobody trains on. */
    public Split test() {
        return test;
    }

    /** Pixels of an image. */
    public int inputs() {
        return train.inputs();
    }

    /** Classes, labelled from 0. */
    public int classes() {
        return 10;
    }

    /** Of the four files' SHA-256 values: says in one value what was trained on. Lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }
}
