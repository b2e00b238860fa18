package dev.lossline.stack;

/** The signal that asks a process to end in order. */
public enum StopSignal {
    /** What JVMs end on, after their shutdown hooks. */
    TERM,
    /** PostgreSQL's fast shutdown: open sessions are ended, everything is written. Its TERM would wait for them. */
    INT
}
