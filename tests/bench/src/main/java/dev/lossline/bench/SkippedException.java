package dev.lossline.bench;

/** A contestant cannot take part, or no longer; the message says why. */
final class SkippedException extends Exception {
    private static final long serialVersionUID = 1;

    SkippedException(String why) {
        super(why);
    }
}
