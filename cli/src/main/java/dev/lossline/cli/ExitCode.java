package dev.lossline.cli;

/** Exit codes of the command line. */
final class ExitCode {
    static final int FINE = 0;

    /**
     * The request failed, for example because a trial failed, or was rejected, for example because the experiment has
     * ended.
     */
    static final int FAILED = 1;

    /** The command line or a document was invalid. */
    static final int USAGE = 2;

    /** The stack is not running, or the server is unreachable. */
    static final int UNREACHABLE = 3;

    /** Ctrl-C: 128 plus the signal number. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
