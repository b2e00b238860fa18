package dev.lossline.contract.event;

/** A message that is not an event known to this build; it becomes a dead letter. */
public final class UnreadableEventException extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableEventException(String reason) {
        super(reason);
    }

    public UnreadableEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
