package dev.sluice.pool;

/** The states of a {@link ManagedPool}, in the order in which it goes through them. */
public enum PoolState {
    /** Made, but its first resources are not there yet. It serves already. */
    STARTING,
    /** Serving. */
    RUNNING,
    /** Callers wait until it is resumed; leases go on. */
    PAUSED,
    /** Closing: refuses newcomers, waits for leases. */
    STOPPING,
    /** Closed for good. */
    STOPPED
}
