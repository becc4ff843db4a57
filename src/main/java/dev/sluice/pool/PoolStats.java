package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.pool.store.FailureKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a pool. Immutable. {@code total}, {@code available}, {@code inUse} and {@code connections} are of one
 * look and always agree; the counters are exact each by itself.
 *
 * @param name the pool's name
 * @param state its state
 * @param stateReason the kind of the failure that keeps the pool from serving, or null without one
 * @param stateDetail a description of that failure, without secrets
 * @param provenSecondsAgo the time since a resource was last shown to work (created, validated or released), in
 *     seconds; null if none ever was
 * @param total resources in the pool: available plus in use
 * @param available idle ones, those being validated included
 * @param inUse leased ones
 * @param creating resources being created, not yet in the total
 * @param closing resources being closed, no longer in the total
 * @param stuckThreads threads whose creation, validation, reset, ping or close was given up at its limit, and that have
 *     not come back
 * @param minConnections the configured minimum
 * @param maxConnections the configured maximum
 * @param utilization leased share of the maximum, 0 to 1
 * @param uptimeSeconds since the pool was made
 * @param generation resets and renewals so far
 * @param waiting callers waiting now
 * @param waitingByLane the same, by lane
 * @param leakSuspects leases reported as leaked that are still out
 * @param specifics numbers that only this kind of pool has, by name: those of a TCP pool, of a keyed pool
 * @param counters what was counted since the pool was made
 * @param connections the resources, oldest first
 */
public record PoolStats(
        String name,
        PoolState state,
        @Nullable FailureKind stateReason,
        @Nullable String stateDetail,
        @Nullable Double provenSecondsAgo,
        int total,
        int available,
        int inUse,
        int creating,
        int closing,
        int stuckThreads,
        int minConnections,
        int maxConnections,
        double utilization,
        double uptimeSeconds,
        long generation,
        int waiting,
        Map<Priority, Integer> waitingByLane,
        int leakSuspects,
        Map<String, Long> specifics,
        Counters counters,
        List<ConnectionInfo> connections) {

    /** Copies the connections and the specifics; the lanes keep their order, and cannot be changed either. */
    public PoolStats {
        connections = List.copyOf(connections);
        waitingByLane = Collections.unmodifiableMap(waitingByLane);
        specifics = Collections.unmodifiableMap(new TreeMap<>(specifics));
    }

    /** Returns the same snapshot with the change applied to the state's detail, if there is one. */
    public PoolStats withDetail(UnaryOperator<String> change) {
        return stateDetail == null ? this : with(change.apply(stateDetail), connections);
    }

    /** Returns the same with the first connections only, at most that many. */
    public PoolStats withConnections(int most) {
        return connections.size() <= most ? this : with(stateDetail, connections.subList(0, most));
    }

    private PoolStats with(@Nullable String detail, List<ConnectionInfo> shown) {
        return new PoolStats(
                name,
                state,
                stateReason,
                detail,
                provenSecondsAgo,
                total,
                available,
                inUse,
                creating,
                closing,
                stuckThreads,
                minConnections,
                maxConnections,
                utilization,
                uptimeSeconds,
                generation,
                waiting,
                waitingByLane,
                leakSuspects,
                specifics,
                counters,
                shown);
    }

    /**
     * Counters, since the pool was made or its statistics were reset; otherwise none of them ever decreases. A lease
     * counts where it began: a lease that was out at the reset is in no counter, also when it ends. So {@code released}
     * is never greater than {@code acquired}. Other counters count what happened since the reset: {@code closed} includes
     * resources that were created before.
     *
     * @param acquired leases given out
     * @param released leases of these that came back
     * @param heldSeconds the time of all released leases together
     * @param waits acquires that had to wait, for a lease that ends or for a resource that is being created
     * @param waitedSeconds the time of all ended waits together
     * @param longestWaitSeconds the longest wait that ended
     * @param overtakings times that a running caller went before waiters of its own lane
     * @param timeouts waits that ended without a lease
     * @param saturations times that a caller found the pool full
     * @param refused callers that got no lease, but for those that were interrupted
     * @param overCaps callers that caps would have refused which are only observed
     * @param sheddings waiters refused under standing overload
     * @param hopelessRefusals callers refused because they would not have been served in time
     * @param created resources created
     * @param creationFailures attempts that failed
     * @param creationSeconds time spent creating, failed attempts included
     * @param longestCreationSeconds the longest of them
     * @param closed resources closed
     * @param closeFailures of which failed to close properly
     * @param validationFailures resources found not to work
     * @param expired resources retired for their age
     * @param idleClosed resources retired because they were idle
     * @param leaks leases reported as leaked
     * @param maxInUse the most that were ever leased at once
     * @param misses leases for which a resource had to be created: the first of each that was created on demand
     * @param discarded leases that ended with the word that the resource is not to be used again
     * @param late acquires that ended at their deadline without a lease
     * @param interrupted acquires that ended by an interrupt
     */
    public record Counters(
            long acquired,
            long released,
            double heldSeconds,
            long waits,
            double waitedSeconds,
            double longestWaitSeconds,
            long overtakings,
            long timeouts,
            long saturations,
            long refused,
            long overCaps,
            long sheddings,
            long hopelessRefusals,
            long created,
            long creationFailures,
            double creationSeconds,
            double longestCreationSeconds,
            long closed,
            long closeFailures,
            long validationFailures,
            long expired,
            long idleClosed,
            long leaks,
            int maxInUse,
            long misses,
            long discarded,
            long late,
            long interrupted) {

        /** What was counted since that earlier look; the longest and the most stay what they are. */
        Counters since(Counters earlier) {
            Counts since = new Counts();
            since.acquired = acquired - earlier.acquired;
            since.released = released - earlier.released;
            since.heldSeconds = heldSeconds - earlier.heldSeconds;
            since.waits = waits - earlier.waits;
            since.waitedSeconds = waitedSeconds - earlier.waitedSeconds;
            since.longestWaitSeconds = longestWaitSeconds;
            since.overtakings = overtakings - earlier.overtakings;
            since.timeouts = timeouts - earlier.timeouts;
            since.saturations = saturations - earlier.saturations;
            since.refused = refused - earlier.refused;
            since.overCaps = overCaps - earlier.overCaps;
            since.sheddings = sheddings - earlier.sheddings;
            since.hopelessRefusals = hopelessRefusals - earlier.hopelessRefusals;
            since.created = created - earlier.created;
            since.creationFailures = creationFailures - earlier.creationFailures;
            since.creationSeconds = creationSeconds - earlier.creationSeconds;
            since.longestCreationSeconds = longestCreationSeconds;
            since.closed = closed - earlier.closed;
            since.closeFailures = closeFailures - earlier.closeFailures;
            since.validationFailures = validationFailures - earlier.validationFailures;
            since.expired = expired - earlier.expired;
            since.idleClosed = idleClosed - earlier.idleClosed;
            since.leaks = leaks - earlier.leaks;
            since.maxInUse = maxInUse;
            since.misses = misses - earlier.misses;
            since.discarded = discarded - earlier.discarded;
            since.late = late - earlier.late;
            since.interrupted = interrupted - earlier.interrupted;
            return since.counters();
        }
    }

    /** The numbers of {@link Counters}, to be filled by name. Used by one thread. */
    static final class Counts {

        long acquired;
        long released;
        double heldSeconds;
        long waits;
        double waitedSeconds;
        double longestWaitSeconds;
        long overtakings;
        long timeouts;
        long saturations;
        long refused;
        long overCaps;
        long sheddings;
        long hopelessRefusals;
        long created;
        long creationFailures;
        double creationSeconds;
        double longestCreationSeconds;
        long closed;
        long closeFailures;
        long validationFailures;
        long expired;
        long idleClosed;
        long leaks;
        int maxInUse;
        long misses;
        long discarded;
        long late;
        long interrupted;

        /** Returns the counters with the numbers as they are now. */
        Counters counters() {
            return new Counters(
                    acquired,
                    released,
                    heldSeconds,
                    waits,
                    waitedSeconds,
                    longestWaitSeconds,
                    overtakings,
                    timeouts,
                    saturations,
                    refused,
                    overCaps,
                    sheddings,
                    hopelessRefusals,
                    created,
                    creationFailures,
                    creationSeconds,
                    longestCreationSeconds,
                    closed,
                    closeFailures,
                    validationFailures,
                    expired,
                    idleClosed,
                    leaks,
                    maxInUse,
                    misses,
                    discarded,
                    late,
                    interrupted);
        }
    }
}
