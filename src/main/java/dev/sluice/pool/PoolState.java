package dev.sluice.pool;

/**
 * The states of a {@link ManagedPool}. An operator moves it between {@link #RUNNING}, {@link #PAUSED},
 * {@link #DISABLED} and {@link #DRAINING}; from each of them it can be closed.
 */
public enum PoolState {
    /** Made, but its first resources are not there yet. It serves already. */
    STARTING,
    /** Serving. */
    RUNNING,
    /** Callers wait until it is resumed; leases go on. */
    PAUSED,
    /** Callers are refused, and leases are waited for: afterwards it is disabled, and empty. */
    DRAINING,
    /** Callers are refused until it is enabled; leases go on. */
    DISABLED,
    /**
     * No resource exists and none can be created, or a probed resource has not answered and none was shown to work
     * since. The pool keeps trying, and callers wait.
     */
    FAILED,
    /** Closing: refuses newcomers, waits for leases. */
    STOPPING,
    /** Closed for good. */
    STOPPED
}
