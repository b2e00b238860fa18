package dev.lossline.trainer;

/** The broker will never take a message, such as a model that is too large. */
final class PublishingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PublishingException(Throwable cause) {
        super("cannot be published: " + cause.getMessage(), cause);
    }
}
