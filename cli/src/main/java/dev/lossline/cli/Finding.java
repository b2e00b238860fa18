package dev.lossline.cli;

/** What the doctor found. */
record Finding(Kind kind, String subject, String text) {
    enum Kind {
        GOOD,
        /** It runs, but somebody should know. */
        WARNING,
        /** It does not run without it. */
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
