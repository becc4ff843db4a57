package dev.sluice.pool.failure;

/** What was given back is not out of this pool. Nothing has changed. */
public sealed class ReleaseRefused extends PoolException permits InvalidConnection {

    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    public enum Reason {
        /** Nothing was given. */
        NULL,
        /** The pool has no such connection (any more). */
        UNKNOWN,
        /** The connection is in the pool, but not leased. */
        NOT_IN_USE
    }

    private final Reason reason;

    /** With the words of the reason. */
    public ReleaseRefused(String pool, Reason reason, String message) {
        super(pool, message, null);
        this.reason = reason;
    }

    /** Why it was refused. */
    public Reason reason() {
        return reason;
    }
}
