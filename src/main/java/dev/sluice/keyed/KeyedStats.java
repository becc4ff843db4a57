package dev.sluice.keyed;

import java.time.Duration;

/**
 * A snapshot of a keyed pool. Immutable; each number is exact by itself. The snapshot of the managed pool has the
 * places, one for each resource, with the key among the tags.
 *
 * @param maxOpenResources maximum number of open resources
 * @param openResources open resources, including retired resources that are still leased
 * @param opening factory calls under way
 * @param waitCount callers that wait now: for a place, for another caller's factory call, for a lease of a key with a
 *     limit, or for the end of a pause
 * @param totalWaits waits of these kinds that have ended, with any result; an acquire that waits for two things, one
 *     after the other, counts twice
 * @param waitDuration total duration of these waits, including waits that were cancelled, interrupted or timed out. The
 *     time of a caller's own factory call is not included, unlike in pools that measure successful acquires as a whole
 * @param acquires successful acquires and leases
 * @param factoryCalls calls of the factory
 * @param factoryFailures failed calls of the factory
 * @param evictions resources evicted because they did not answer a ping, or because a holder reported them as broken
 * @param closeFailures resources whose close failed
 */
public record KeyedStats(
        int maxOpenResources,
        int openResources,
        int opening,
        int waitCount,
        long totalWaits,
        Duration waitDuration,
        long acquires,
        long factoryCalls,
        long factoryFailures,
        long evictions,
        long closeFailures) {}
