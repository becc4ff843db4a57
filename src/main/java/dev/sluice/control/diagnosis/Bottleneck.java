package dev.sluice.control.diagnosis;

/** The cause for which callers wait, or are refused. */
public enum Bottleneck {
    /** No caller waits or was refused in the last seconds. */
    NOTHING_WRONG,
    /** An operator has paused the pool. */
    PAUSED,
    /** The pool refuses callers: an operator has disabled or drained it, or it is closing. */
    DISABLED,
    /** Connections cannot be created. */
    CREATION_FAILING,
    /** The database does not answer, or most leases run statements of many kinds for a long time. */
    DATABASE_SLOW,
    /** A few places of the application hold most connections for a long time. */
    HELD_TOO_LONG,
    /** A tenant has most connections while others wait. */
    ONE_TENANT,
    /** Leases are short, and more connections would shorten the waits. */
    POOL_TOO_SMALL,
    /** Callers wait, and none of the other causes is proven. */
    UNKNOWN
}
