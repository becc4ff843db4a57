package dev.sluice.generic;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import dev.sluice.pool.statistic.RecordShape;
import java.time.Duration;

/**
 * The counters and current numbers of a generic pool. Immutable. Counters never decrease, unless the pool's statistics
 * are reset. Each counter is exact, and {@code gets = hits + misses + timeouts + failures} holds in every snapshot.
 * Leases from {@link GenericPool#pool()} count like all others.
 *
 * @param gets acquires that have ended, with or without a lease
 * @param puts released leases whose resource was not discarded
 * @param discards released leases whose resource was closed
 * @param hits acquires that received an existing resource, idle or handed over by its holder
 * @param misses acquires for which the factory created a resource
 * @param waits acquires that found all places taken and had to wait
 * @param timeouts acquires that ended at their deadline
 * @param failures acquires that ended without a lease for other reasons: a failure of the factory, a closed pool, the
 *     maximum number of waiters, or an interrupt
 * @param cancellations number of these failures that an interrupt caused
 * @param pingFailures idle resources that did not answer
 * @param idleClosed resources closed after their maximum idle time
 * @param ageClosed resources closed after their maximum age
 * @param factoryFailures failed calls of the factory
 * @param closeFailures resources whose close function failed; they count as closed
 * @param closeTimeouts closes of the pool that ended before the pool was empty; not reset with the statistics
 * @param rejects releases of leases that were null, of another pool or released before; not reset with the statistics
 * @param created created resources
 * @param closed closed resources
 * @param maxActive maximum number of leases at the same time
 * @param len resources in the pool, idle or leased
 * @param idleLen number of idle resources, including those in validation
 * @param active number of leased resources
 * @param waiting callers that wait now
 * @param waitDuration total wait of all callers, for a place or for the factory
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

    private static final RecordShape<GenericStats> SHAPE = new RecordShape<>(GenericStats.class);

    private static final double MILLIS_PER_SECOND = 1e3;

    static GenericStats of(PoolStats pool, long closeTimeouts, long rejects) {
        Counters counters = pool.counters();
        Draft draft = new Draft();
        draft.countAcquires(counters);
        draft.countReleases(counters);
        draft.countResources(counters);
        draft.closeTimeouts = closeTimeouts;
        draft.rejects = rejects;
        draft.len = pool.total();
        draft.idleLen = pool.available();
        draft.active = pool.inUse();
        draft.waiting = pool.waiting();
        return SHAPE.of(draft);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND));
    }

    /** The values of a snapshot, to be set by name. Used by one thread. */
    @SuppressWarnings("NullAway.Init") // each field is set before the snapshot is made of it
    static final class Draft {

        long gets;
        long puts;
        long discards;
        long hits;
        long misses;
        long waits;
        long timeouts;
        long failures;
        long cancellations;
        long pingFailures;
        long idleClosed;
        long ageClosed;
        long factoryFailures;
        long closeFailures;
        long closeTimeouts;
        long rejects;
        long created;
        long closed;
        int maxActive;
        int len;
        int idleLen;
        int active;
        int waiting;
        Duration waitDuration;
        Duration longestWait;

        void countAcquires(Counters counters) {
            failures = counters.refused() - counters.late() + counters.interrupted();
            gets = counters.acquired() + counters.late() + failures;
            hits = counters.acquired() - counters.misses();
            misses = counters.misses();
            waits = counters.saturations();
            timeouts = counters.late();
            cancellations = counters.interrupted();
            waitDuration = duration(counters.waitedSeconds());
            longestWait = duration(counters.longestWaitSeconds());
        }

        void countReleases(Counters counters) {
            puts = counters.released() - counters.discarded();
            discards = counters.discarded();
            maxActive = counters.maxInUse();
        }

        void countResources(Counters counters) {
            created = counters.created();
            closed = counters.closed();
            pingFailures = counters.validationFailures();
            idleClosed = counters.idleClosed();
            ageClosed = counters.expired();
            factoryFailures = counters.creationFailures();
            closeFailures = counters.closeFailures();
        }
    }
}
