package dev.lossline.drill.harness;

/** A drill cannot run on this machine. The message explains why and how it can. */
public final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SkippedException(String message) {
        super(message);
    }
}
