package dev.lossline.cli;

/** What the command line tells the shell. */
final class ExitCode {
    static final int FINE = 0;

    /** The request failed, as with a failed trial, or was refused, as when what has ended is to be cancelled. */
    static final int FAILED = 1;

    /** The command line or a document was wrong. */
    static final int USAGE = 2;

    /** The stack does not run, or the server cannot be reached. */
    static final int UNREACHABLE = 3;

    /** Ctrl-C: 128 and the signal's number. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
