package dev.lossline.drill.harness;

/** A drill cannot be run on this machine; the message says why, and how it can. */
public final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SkippedException(String message) {
        super(message);
    }
}
