package dev.lossline.trainer.kafka;

/** The broker will never accept a message, for example because a model is too large. */
public final class PublishingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PublishingException(Throwable cause) {
        super("cannot be published: " + cause.getMessage(), cause);
    }
}
