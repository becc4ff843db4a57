package dev.sluice.pool.failure;

import dev.sluice.value.GivenText;

/** Refuses a release without a current lease of this pool. Nothing has changed. */
public sealed class ReleaseRefused extends PoolException permits InvalidConnection {

    private static final long serialVersionUID = 1L;

    /** The cause of a refused release. */
    public enum Reason {
        /** No connection was given. */
        NULL,
        /** An operator has given no condition that selects a lease. */
        NOTHING_SELECTED,
        /** The pool has no such connection: it was closed, or belongs to another pool. */
        UNKNOWN,
        /** The connection is in the pool, but not leased. */
        NOT_IN_USE
    }

    private final Reason reason;

    /** Creates a refusal with a message of its own. */
    public ReleaseRefused(String pool, Reason reason, String message) {
        super(pool, message, null);
        this.reason = reason;
    }

    /** Returns the refusal of an application's release of null. */
    public static ReleaseRefused nothingGiven(String pool) {
        return new ReleaseRefused(pool, Reason.NULL, prefix(pool) + "release refused: no connection was given");
    }

    /** Returns the refusal of an operator's release without a condition. */
    public static ReleaseRefused nothingNamed(String pool) {
        return new ReleaseRefused(
                pool, Reason.NOTHING_SELECTED, prefix(pool) + "release refused: " + words(Reason.NOTHING_SELECTED));
    }

    /** Returns the refusal of a release of a connection that is not in the pool, or not leased. */
    public static ReleaseRefused of(String pool, Reason reason, String connection) {
        return new ReleaseRefused(
                pool,
                reason,
                prefix(pool) + "release of " + GivenText.label(connection) + " refused: " + words(reason));
    }

    private static String prefix(String pool) {
        return "pool '" + pool + "': ";
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case NULL -> "no connection was given";
            case NOTHING_SELECTED ->
                "no lease is selected; give at least one of connection, heldFor, tag, tenant and holder";
            case UNKNOWN -> "the pool has no connection of this name; it was closed, or belongs to another pool";
            case NOT_IN_USE -> "the connection is not in use; its lease has ended";
        };
    }

    /** Returns the cause of the refusal. */
    public Reason reason() {
        return reason;
    }
}
