package dev.lossline.contract.document;

/** A document that is not well-formed: nothing can be said of its fields. */
public final class MalformedDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Location location;

    /** @param message what is wrong and what to do, without the place */
    MalformedDocumentException(Location location, String message) {
        super(message);
        this.location = location;
    }

    public Location location() {
        return location;
    }
}
