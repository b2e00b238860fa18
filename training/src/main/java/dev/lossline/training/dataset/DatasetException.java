package dev.lossline.training.dataset;

/** A dataset is not available. The message says what was tried, where, and what to do. */
public final class DatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
