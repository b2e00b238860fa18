package dev.lossline.training;

/** Learns how a dataset is fetched, for a progress bar. */
public interface DownloadListener {

    /** Says nothing. */
    DownloadListener NONE = new DownloadListener() {};

    /**
     * A file's fetching starts; the same file can start again from another source.
     *
     * @param file its name, such as {@code train-images-idx3-ubyte}
     * @param source where from, for people
     */
    default void starting(String file, String source) {}

    /**
     * More of a file has come.
     *
     * @param file its name
     * @param bytes fetched so far
     * @param total to fetch, or -1 where the source does not say
     */
    default void progress(String file, long bytes, long total) {}

    /** A sentence for people: a source that failed, a file on disk that is damaged. */
    default void note(String message) {}

    /** The file is in place and its hash is right. */
    default void done(String file) {}
}
