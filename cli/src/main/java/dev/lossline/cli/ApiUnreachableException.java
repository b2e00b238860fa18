package dev.lossline.cli;

/** The API does not answer, or is temporarily unavailable. */
final class ApiUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
