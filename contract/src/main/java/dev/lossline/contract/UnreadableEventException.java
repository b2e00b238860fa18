package dev.lossline.contract;

/** A message that is no event that this build knows; it belongs to the dead letters. */
public final class UnreadableEventException extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableEventException(String reason) {
        super(reason);
    }

    public UnreadableEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
