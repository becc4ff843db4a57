package dev.sluice.keyed;

import java.time.Duration;

/**
 * A snapshot of a keyed pool. Immutable; each number is exact by itself. That of the managed pool beside it has the
 * places, one for each resource, with the key among the tags.
 *
 * @param maxOpenResources how many may be open at once
 * @param openResources how many are, those included that were retired and are still with holders of a lease
 * @param opening factory calls under way
 * @param waitCount callers that wait now: for a place, for another caller's factory call, for a lease of a key with a
 *     limit, or for the end of a pause
 * @param totalWaits such waits that have ended, whatever they came to; an acquire that waits for two things, one after
 *     the other, counts twice
 * @param waitDuration how long they have lasted together: only time that callers were held up by others, and all of it,
 *     also of waits that were cancelled, timed out or were interrupted. Unlike in pools that measure the whole acquire,
 *     and only if it succeeds, the time of a caller's own factory call is not in it
 * @param acquires acquires and leases that got their resource
 * @param factoryCalls how often the factory was called
 * @param factoryFailures of which failed
 * @param evictions resources taken out because they did not answer a ping, or because a holder found them broken
 * @param closeFailures resources that failed to close properly
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
