package dev.lossline.cli.api;

/** The API does not answer, or is temporarily unavailable. */
public final class ApiUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
