package dev.lossline.drill;

/** A drill cannot be run on this machine; the message says why, and how it can. */
final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SkippedException(String message) {
        super(message);
    }
}
