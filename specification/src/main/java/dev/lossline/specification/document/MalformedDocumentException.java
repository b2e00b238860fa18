package dev.lossline.specification.document;

/** The document is not well-formed, so its fields cannot be checked. */
public final class MalformedDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Location location;

    /** @param message what is wrong and what to do, without the location */
    MalformedDocumentException(Location location, String message) {
        super(message);
        this.location = location;
    }

    public Location location() {
        return location;
    }
}
