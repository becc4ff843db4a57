package dev.sluice.batch.jdbc;

/** The meaning of an {@link java.sql.SQLException} for a batch, see {@link SqlErrors}. */
public enum SqlErrorKind {
    /** The pool admits no caller now, because it is full, paused or disabled; a later attempt may succeed. */
    BUSY,
    /** The pool cannot connect. */
    AWAY,
    /** The session is lost, and the result of its transaction is unknown. */
    LOST,
    /** The transaction conflicted with others: a deadlock, or rows that were changed meanwhile (class 40). */
    AGAIN,
    /**
     * The server has temporary trouble of its own: a full disk, a lock of another session, a failover. No job is at
     * fault.
     */
    PASSING,
    /** The pool is closed. */
    OVER,
    /** Another try would fail, too. The statement is at fault, unless other jobs of the same statement succeed. */
    STATEMENT,
    /** Another try would fail, too, and the job is at fault. */
    OTHER;

    /** Returns whether a job or the statement is at fault; otherwise doing jobs one by one does not help. */
    public boolean isOfJobs() {
        return this == OTHER || this == STATEMENT;
    }
}
