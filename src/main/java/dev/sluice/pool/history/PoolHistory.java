package dev.sluice.pool.history;

import dev.sluice.admission.Priority;
import dev.sluice.pool.statistic.Statistic;
import java.util.List;
import java.util.Map;

/**
 * Samples of a pool, oldest first, as columns of the same length. Counts are those of the interval that a sample ends.
 *
 * @param pool the name of the pool
 * @param last number of the latest sample
 * @param at end of each interval, in seconds since the epoch
 * @param total connections
 * @param leased leased connections
 * @param idle connections without a lease
 * @param creating connections being created
 * @param waitingByLane waiters by lane
 * @param acquiresPerSecond leases given out per second
 * @param p50WaitSeconds wait that half of the waits that ended in the interval did not exceed
 * @param p99WaitSeconds wait that 99 % of the waits that ended in the interval did not exceed
 * @param created created connections
 * @param creationFailures failed creations
 * @param timeouts callers that ended at their deadlines
 * @param refused callers that ended without a lease for another reason
 */
public record PoolHistory(
        @Statistic("Name of the pool.") String pool,

        @Statistic("Number of the latest sample, for the next request; 0 without samples.")
        long last,

        @Statistic("End of each interval, in seconds since the epoch.")
        List<Double> at,

        @Statistic("Connections.") List<Integer> total,

        @Statistic("Leased connections.") List<Integer> leased,

        @Statistic("Connections without a lease.") List<Integer> idle,

        @Statistic("Connections being created.") List<Integer> creating,

        @Statistic("Waiters by lane.") Map<Priority, List<Integer>> waitingByLane,

        @Statistic("Leases given out per second.") List<Double> acquiresPerSecond,

        @Statistic("Wait that half of the waits that ended in the interval did not exceed, in seconds; 0 without any.")
        List<Double> p50WaitSeconds,

        @Statistic("Wait that 99 % of the waits that ended in the interval did not exceed, in seconds; 0 without any.")
        List<Double> p99WaitSeconds,

        @Statistic("Connections created in the interval.") List<Integer> created,

        @Statistic("Creations that failed in the interval.") List<Integer> creationFailures,

        @Statistic("Callers whose wait ended at their deadlines, or by an interrupt, in the interval.")
        List<Integer> timeouts,

        @Statistic("Callers that got no lease for another reason in the interval.")
        List<Integer> refused) {}
