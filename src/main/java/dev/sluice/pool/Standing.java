package dev.sluice.pool;

/** The situation of a pool in one word, for verdicts and for readiness. */
public enum Standing {
    /** The pool serves its callers. */
    WELL,
    /** The pool serves, with every connection leased and callers waiting. */
    SATURATED,
    /** Callers wait, although not every connection is leased: connections are being created or checked. */
    WAITING,
    /** The pool serves with its present connections but cannot create new ones, or it refuses low lanes. */
    DEGRADED,
    /** The first connections are being created. */
    STARTING,
    /** An operator has paused the pool. */
    PAUSED,
    /** An operator drains the pool. */
    DRAINING,
    /** An operator has disabled the pool. */
    DISABLED,
    /** The pool has no connection and cannot create one, or its database does not answer. */
    FAILED,
    /** The pool is closing or closed. */
    STOPPED;

    /** Returns the situation that follows from a snapshot of the pool. */
    public static Standing of(PoolStats stats) {
        return of(
                stats.state(),
                stats.stateReason() != null,
                stats.total(),
                stats.degraded(),
                new Load(stats.waiting(), stats.inUse(), stats.maxConnections()));
    }

    /** The use of a pool. */
    record Load(int waiting, int leased, int max) {}

    static Standing of(PoolState state, boolean fails, int total, boolean degraded, Load load) {
        return switch (state) {
            case STOPPING, STOPPED -> STOPPED;
            case PAUSED -> PAUSED;
            case DRAINING -> DRAINING;
            case DISABLED -> DISABLED;
            case FAILED -> FAILED;
            case STARTING -> fails && total == 0 ? FAILED : STARTING;
            case RUNNING -> fails && total == 0 ? FAILED : running(fails || degraded, load);
        };
    }

    private static Standing running(boolean degraded, Load load) {
        if (degraded) {
            return DEGRADED;
        }
        if (load.waiting() == 0) {
            return WELL;
        }
        return load.leased() >= load.max() ? SATURATED : WAITING;
    }
}
