package dev.lossline.contract.topic;

/**
 * A fault of the service or its dependencies, not of the message being processed: the message stays on the log and is
 * read again. See {@link MessageFault}.
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
