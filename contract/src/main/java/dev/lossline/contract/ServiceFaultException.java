package dev.lossline.contract;

/**
 * A fault of the service or of what it depends on, not of the message that it worked on: the message stays on the log
 * and is read again. See {@link MessageFault}.
 */
public abstract class ServiceFaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    protected ServiceFaultException(String message) {
        super(message);
    }

    protected ServiceFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
