package dev.lossline.cli;

/** Exit codes of the command line. */
public final class ExitCode {
    public static final int OK = 0;

    /**
     * The request failed, for example because a trial failed, or was rejected, for example because the experiment has
     * ended.
     */
    public static final int FAILED = 1;

    /** The command line or a document was invalid. */
    public static final int USAGE = 2;

    /** The stack is not running, or the server is unreachable. */
    public static final int UNREACHABLE = 3;

    /** Ctrl-C: 128 plus the signal number. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
