package dev.sluice.batch;

/** The reason why a chunk must be done again. */
public enum RetryReason {
    /** No connection is available. */
    AWAY,
    /** The connection broke while the chunk was under way. */
    LOST,
    /** The chunk conflicted with other transactions, as in a deadlock. */
    CONFLICT,
    /** The server has a temporary failure of its own. */
    SERVER
}
