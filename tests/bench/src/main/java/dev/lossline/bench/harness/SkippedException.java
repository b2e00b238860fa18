package dev.lossline.bench.harness;

/** Thrown if a contestant cannot take part or cannot continue; the message gives the reason. */
public final class SkippedException extends Exception {
    private static final long serialVersionUID = 1;

    public SkippedException(String reason) {
        super(reason);
    }
}
