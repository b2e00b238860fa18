package dev.lossline.training.dataset;

/** Receives the progress of a download, for a progress bar. */
public interface DownloadListener {

    /** Ignores all events. */
    DownloadListener NONE = new DownloadListener() {};

    /**
     * The download of a file starts; it can start again from another source.
     *
     * @param file the file's name, such as {@code train-images-idx3-ubyte}
     * @param source the source, as a human-readable text
     */
    default void starting(String file, String source) {}

    /**
     * More of a file has been downloaded.
     *
     * @param file the file's name
     * @param bytes the bytes downloaded so far
     * @param total the total size, or -1 if the source does not report it
     */
    default void progress(String file, long bytes, long total) {}

    /** Reports a problem, such as a failed source or a damaged file, in a human-readable sentence. */
    default void note(String message) {}

    /** The file is complete and its hash is correct. */
    default void done(String file) {}
}
