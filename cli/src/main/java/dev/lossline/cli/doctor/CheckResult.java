package dev.lossline.cli.doctor;

/** A result of the doctor command. */
public record CheckResult(Kind kind, String subject, String text) {
    public enum Kind {
        GOOD,
        /** Lossline runs, but the user should know. */
        WARNING,
        /** Lossline does not run without it. */
        MISSING
    }

    static CheckResult good(String subject, String text) {
        return new CheckResult(Kind.GOOD, subject, text);
    }

    static CheckResult warning(String subject, String text) {
        return new CheckResult(Kind.WARNING, subject, text);
    }

    static CheckResult missing(String subject, String text) {
        return new CheckResult(Kind.MISSING, subject, text);
    }
}
