package dev.sluice.pool.operation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a load test. Waits are those of successful acquires, with an error of at most 1/16. Immutable.
 *
 * @param total number of acquires
 * @param ok number of successful acquires
 * @param refused numbers of refused acquires by the kind of refusal, such as AcquireTimeout
 * @param errors number of acquires, or releases, that failed in another way
 * @param p50WaitSeconds the wait, in seconds, that half of the acquires did not exceed
 * @param p95WaitSeconds the wait, in seconds, that 95 % of the acquires did not exceed
 * @param p99WaitSeconds the wait, in seconds, that 99 % of the acquires did not exceed
 * @param longestWaitSeconds the longest wait in seconds
 * @param okPerSecond successful acquires in a second
 * @param peakInUse most leases of the pool at the same time, those of other callers included
 * @param seed the seed of the sequence of lanes
 */
public record LoadResult(
        long total,
        long ok,
        Map<String, Long> refused,
        long errors,
        double p50WaitSeconds,
        double p95WaitSeconds,
        double p99WaitSeconds,
        double longestWaitSeconds,
        double okPerSecond,
        int peakInUse,
        long seed) {

    /** Copies the map. */
    public LoadResult {
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }
}
