package dev.sluice.generic;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import java.time.Duration;

/**
 * What a generic pool has counted, and what it looks like now. Immutable. Counters never decrease, unless the pool's
 * statistics are reset; each is exact, and {@code gets = hits + misses + timeouts + failures} holds in every snapshot.
 * Leases that were acquired from {@link GenericPool#pool()} count like all others.
 *
 * @param gets acquires that have ended, with a lease or without
 * @param puts leases that were given back, whose resource was not discarded
 * @param discards leases that were given back and whose resource was not to be used again
 * @param hits acquires that got a resource that was there, be it handed over by who gave it back
 * @param misses acquires for which the factory made one
 * @param waits acquires that found every place taken, and had to wait for one
 * @param timeouts acquires that ended at their deadline
 * @param failures acquires that ended otherwise without a lease: the factory failed, the pool was closed or full of
 *     waiters, or the caller was interrupted
 * @param cancellations of which by an interrupt
 * @param pingFailures idle resources that did not answer
 * @param idleClosed resources closed as they were idle for too long
 * @param ageClosed resources closed as they were too old
 * @param factoryFailures calls of the factory that failed
 * @param closeFailures resources whose close function failed; they are gone all the same
 * @param closeTimeouts closes of the pool that ended before it was empty; not reset with the statistics
 * @param rejects leases that were null, foreign or given back before; not reset with the statistics
 * @param created resources made
 * @param closed resources that are gone
 * @param maxActive the most that were on lease at once
 * @param len resources in the pool, idle or on lease
 * @param idleLen of which are idle, those being checked included
 * @param active of which are on lease
 * @param waiting callers that wait now
 * @param waitDuration how long all callers have waited together, for a place or for the factory
 * @param longestWait the longest of these waits
 */
public record GenericStats(
        long gets,
        long puts,
        long discards,
        long hits,
        long misses,
        long waits,
        long timeouts,
        long failures,
        long cancellations,
        long pingFailures,
        long idleClosed,
        long ageClosed,
        long factoryFailures,
        long closeFailures,
        long closeTimeouts,
        long rejects,
        long created,
        long closed,
        int maxActive,
        int len,
        int idleLen,
        int active,
        int waiting,
        Duration waitDuration,
        Duration longestWait) {

    private static final double MILLIS_PER_SECOND = 1e3;

    static GenericStats of(PoolStats pool, long closeTimeouts, long rejects) {
        Counters counters = pool.counters();
        long failures = counters.refused() - counters.late() + counters.interrupted();
        return new GenericStats(
                counters.acquired() + counters.late() + failures,
                counters.released() - counters.discarded(),
                counters.discarded(),
                counters.acquired() - counters.misses(),
                counters.misses(),
                counters.saturations(),
                counters.late(),
                failures,
                counters.interrupted(),
                counters.validationFailures(),
                counters.idleClosed(),
                counters.expired(),
                counters.creationFailures(),
                counters.closeFailures(),
                closeTimeouts,
                rejects,
                counters.created(),
                counters.closed(),
                counters.maxInUse(),
                pool.total(),
                pool.available(),
                pool.inUse(),
                pool.waiting(),
                duration(counters.waitedSeconds()),
                duration(counters.longestWaitSeconds()));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND));
    }
}
