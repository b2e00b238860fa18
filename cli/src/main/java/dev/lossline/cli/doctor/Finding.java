package dev.lossline.cli.doctor;

/** A result of the doctor command. */
public record Finding(Kind kind, String subject, String text) {
    public enum Kind {
        GOOD,
        /** Lossline runs, but the user should know. */
        WARNING,
        /** Lossline does not run without it. */
        MISSING
    }

    static Finding good(String subject, String text) {
        return new Finding(Kind.GOOD, subject, text);
    }

    static Finding warning(String subject, String text) {
        return new Finding(Kind.WARNING, subject, text);
    }

    static Finding missing(String subject, String text) {
        return new Finding(Kind.MISSING, subject, text);
    }
}
