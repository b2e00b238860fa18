package dev.lossline.stack;

/** The signal that asks a process to shut down cleanly. */
public enum StopSignal {
    /** JVMs run their shutdown hooks and exit. */
    TERM,
    /** PostgreSQL's fast shutdown: it ends open sessions and writes everything. SIGTERM would wait for the sessions. */
    INT
}
