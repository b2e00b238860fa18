package dev.lossline.trainer;

/** The broker will never accept a message, for example because a model is too large. */
final class PublishingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PublishingException(Throwable cause) {
        super("cannot be published: " + cause.getMessage(), cause);
    }
}
