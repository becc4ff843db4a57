package dev.sluice.pool;

/**
 * The states of a {@link ManagedPool}. An operator moves the pool between {@link #RUNNING}, {@link #PAUSED},
 * {@link #DISABLED} and {@link #DRAINING}. In each of them the pool can be closed.
 */
public enum PoolState {
    /** The pool serves, but its first resources are still being created. */
    STARTING,
    /** The pool serves. */
    RUNNING,
    /** Callers wait until the pool is resumed; leases continue. */
    PAUSED,
    /** Callers are refused until the leases have ended. Afterwards the pool is disabled and empty. */
    DRAINING,
    /** Callers are refused until the pool is enabled; leases continue. */
    DISABLED,
    /**
     * No resource exists and none can be created. Or a probed resource has not answered, and no resource was shown to
     * work since. The pool keeps trying, and callers wait.
     */
    FAILED,
    /** The pool is closing: it refuses newcomers and waits for leases. */
    STOPPING,
    /** The pool is closed; this state is final. */
    STOPPED
}
