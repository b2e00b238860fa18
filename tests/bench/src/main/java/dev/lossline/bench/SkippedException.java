package dev.lossline.bench;

/** Thrown if a contestant cannot take part or cannot continue; the message gives the reason. */
final class SkippedException extends Exception {
    private static final long serialVersionUID = 1;

    SkippedException(String reason) {
        super(reason);
    }
}
