package dev.sluice.control.operation;

/** The modes of Agroal's flush. */
public enum FlushMode {
    /** Closes all connections, also those on lease. */
    ALL,
    /** Closes idle connections. */
    IDLE,
    /** Closes idle connections that do not work. */
    INVALID,
    /** Breaks leases that are older than the leak threshold. */
    LEAK,
    /** Closes idle connections now, and those on lease at their release. */
    GRACEFUL,
    /** Creates connections up to the minimum. */
    FILL
}
