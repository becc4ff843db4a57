package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.pool.statistic.RecordShape;
import dev.sluice.pool.statistic.Statistic;
import dev.sluice.pool.statistic.Statistic.Kind;
import dev.sluice.pool.statistic.StatisticEntry;
import dev.sluice.pool.store.FailureKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a pool, and the catalogue of its statistics. Immutable. {@code total}, {@code available}, {@code inUse}
 * and {@code connections} are of one reading and always agree. Each counter is exact by itself.
 *
 * <p>The annotation of a component declares the statistic. REST, JMX, the metrics, the OpenAPI document and the
 * documentation are derived from it. A new statistic needs a component here, a field of {@link Draft} or
 * {@link Counters.Draft}, and a line of {@link Observation} that reads it.
 */
public record PoolStats(
        @Statistic(value = "Name of the pool.", kind = Kind.FACT)
        String name,

        @Statistic(
                value = "Situation in words, such as 'SATURATED for 12 s, 5 wait, oldest 3.1 s (NORMAL)'.",
                kind = Kind.FACT)
        String verdict,

        @Statistic(
                value = "State: STARTING, RUNNING, PAUSED, DRAINING, DISABLED, FAILED, STOPPING or STOPPED.",
                kind = Kind.FACT)
        PoolState state,

        @Statistic(
                value = "Kind of the failure that keeps the pool from serving: NO_ANSWER, REFUSED,"
                        + " SERVER_FULL, PASSWORD_REJECTED, SETUP_FAILED or OTHER; null without one.",
                kind = Kind.FACT)
        @Nullable
        FailureKind stateReason,

        @Statistic(
                value = "Description of the failure behind the reason, without secrets; null without one.",
                kind = Kind.FACT)
        @Nullable
        String stateDetail,

        @Statistic(
                value = "Seconds since a connection was last shown to work (created, validated or released); null"
                        + " if none ever was (JMX: -1, metrics: NaN).",
                kind = Kind.GAUGE,
                meter = "unproven")
        @Nullable
        Double provenSecondsAgo,

        @Statistic(
                value = "Connections in the pool: available plus in use.",
                kind = Kind.GAUGE,
                meter = Statistic.NO_METER)
        int total,

        @Statistic(
                value = "Idle connections, those being validated included.",
                kind = Kind.GAUGE,
                meter = Statistic.NO_METER)
        int available,

        @Statistic(value = "Leased connections.", kind = Kind.GAUGE, meter = Statistic.NO_METER)
        int inUse,

        @Statistic(value = "Connections being created, not yet in the total.", kind = Kind.GAUGE)
        int creating,

        @Statistic(value = "Connections being closed, no longer in the total.", kind = Kind.GAUGE)
        int closing,

        @Statistic(
                value = "Threads whose creation, validation, reset, ping or close was given up at its limit, and"
                        + " that have not returned.",
                kind = Kind.GAUGE,
                meter = "threads.stuck")
        int stuckThreads,

        @Statistic(value = "Minimum connections, kept without demand.", kind = Kind.GAUGE, meter = Statistic.NO_METER)
        int minConnections,

        @Statistic(value = "Maximum connections.", kind = Kind.GAUGE, meter = Statistic.NO_METER)
        int maxConnections,

        @Statistic(value = "Leased share of the maximum, 0 to 1.", kind = Kind.GAUGE)
        double utilization,

        @Statistic(
                value = "Connections that the present warm-up by the policy creates up to; 0 without one.",
                kind = Kind.GAUGE)
        int warmingTo,

        @Statistic(value = "Seconds since the pool was made.", kind = Kind.GAUGE, meter = Statistic.NO_METER)
        double uptimeSeconds,

        @Statistic(value = "Resets, renewals, moves and rotations so far.", kind = Kind.GAUGE)
        long generation,

        @Statistic(value = "Callers waiting now.", kind = Kind.GAUGE, meter = Statistic.NO_METER)
        int waiting,

        @Statistic(value = "Callers waiting now, by lane.", kind = Kind.FACT)
        Map<Priority, Integer> waitingByLane,

        @Statistic(value = "Leases reported as leaks that have not ended.", kind = Kind.GAUGE)
        int leakSuspects,

        @Statistic(
                value = "Numbers that only this kind of pool has, by name: those of a TCP pool, of a keyed pool.",
                kind = Kind.FACT)
        Map<String, Long> specifics,

        @Statistic(value = "Whether the policy degradation refuses callers of low lanes now.", kind = Kind.FACT)
        boolean degraded,

        @Statistic(value = "State of each policy that is on, in words, by the name of the policy.", kind = Kind.FACT)
        Map<String, String> policies,

        @Statistic(value = "Whether an operator injects faults into the pool now.", kind = Kind.FACT)
        boolean faultInjection,

        @Statistic(value = "Injected faults in force, in words.", kind = Kind.FACT)
        List<String> faultRules,

        Counters counters,

        @Statistic(value = "Connections, oldest first.", kind = Kind.FACT)
        List<ConnectionInfo> connections) {

    /** All statistics of a pool, including the counters. */
    public static final List<StatisticEntry<PoolStats>> STATISTICS = StatisticEntry.of(PoolStats.class);

    private static final RecordShape<PoolStats> SHAPE = new RecordShape<>(PoolStats.class);

    /** Makes the collections unmodifiable; the lanes keep their order. */
    public PoolStats {
        connections = List.copyOf(connections);
        waitingByLane = Collections.unmodifiableMap(waitingByLane);
        specifics = Collections.unmodifiableMap(new TreeMap<>(specifics));
        policies = Collections.unmodifiableMap(new TreeMap<>(policies));
        faultRules = List.copyOf(faultRules);
    }

    /** Returns the number of connections that a starting pool creates before it is ready. */
    public int startSize() {
        return Math.max(minConnections, warmingTo);
    }

    /** Returns the same snapshot with the change applied to the state's detail, if there is one. */
    public PoolStats withDetail(UnaryOperator<String> change) {
        if (stateDetail == null) {
            return this;
        }
        Draft same = new Draft(this);
        same.stateDetail = change.apply(stateDetail);
        return same.stats();
    }

    /** Returns the same snapshot with the first connections only, at most {@code most}. */
    public PoolStats withConnections(int most) {
        if (connections.size() <= most) {
            return this;
        }
        Draft same = new Draft(this);
        same.connections = connections.subList(0, most);
        return same.stats();
    }

    /** The values of a snapshot, set by name. Used by one thread. */
    @SuppressWarnings("NullAway.Init") // each field is set before the snapshot is created
    static final class Draft {

        String name;
        String verdict;
        PoolState state;

        @Nullable
        FailureKind stateReason;

        @Nullable
        String stateDetail;

        @Nullable
        Double provenSecondsAgo;

        int total;
        int available;
        int inUse;
        int creating;
        int closing;
        int stuckThreads;
        int minConnections;
        int maxConnections;
        double utilization;
        int warmingTo;
        double uptimeSeconds;
        long generation;
        int waiting;
        Map<Priority, Integer> waitingByLane;
        int leakSuspects;
        Map<String, Long> specifics;
        boolean degraded;
        Map<String, String> policies;
        boolean faultInjection;
        List<String> faultRules;
        Counters counters;
        List<ConnectionInfo> connections;

        Draft() {}

        private Draft(PoolStats values) {
            SHAPE.copy(values, this);
        }

        /** Returns a snapshot with the present values. */
        PoolStats stats() {
            return SHAPE.of(this);
        }
    }

    /**
     * Counters since the creation of the pool, or since the last reset of its statistics. Between resets no counter
     * decreases. A lease counts at its begin: no counter includes a lease that was held at the reset, not even at its
     * end. So {@code released} is never greater than {@code acquired}. Other counters count all events since the reset:
     * {@code closed} includes connections that were created before.
     */
    public record Counters(
            @Statistic(value = "Leases given out.", meter = Statistic.NO_METER)
            long acquired,

            @Statistic(value = "Given-out leases that have ended.", meter = Statistic.NO_METER)
            long released,

            @Statistic(value = "Total time of all ended leases.", unit = Statistic.SECONDS, meter = Statistic.NO_METER)
            double heldSeconds,

            @Statistic(
                    value = "Acquires that had to wait, for a lease that ends or for a connection that is being"
                            + " created.",
                    totalTime = "waitedSeconds")
            long waits,

            @Statistic(value = "Total time of all ended waits.", unit = Statistic.SECONDS, meter = Statistic.NO_METER)
            double waitedSeconds,

            @Statistic(
                    value = "Longest ended wait.",
                    unit = Statistic.SECONDS,
                    kind = Kind.MAXIMUM,
                    meter = Statistic.NO_METER)
            double longestWaitSeconds,

            @Statistic("Callers that went before waiters of their own lane.")
            long overtakings,

            @Statistic("Waits that ended at their deadline.")
            long timeouts,

            @Statistic("Times that a caller found every connection in use.")
            long saturations,

            @Statistic("Callers that got no lease, except for those that were interrupted.")
            long refused,

            @Statistic("Callers that caps which only observe would have refused.")
            long overCaps,

            @Statistic("Waiters refused under standing overload.")
            long sheddings,

            @Statistic(value = "Callers refused because they would not have been served in time.", meter = "hopeless")
            long hopelessRefusals,

            @Statistic(value = "Connections created.", meter = "creations")
            long created,

            @Statistic("Failed attempts to create a connection.")
            long creationFailures,

            @Statistic(
                    value = "Total time of creations, failed attempts included.",
                    unit = Statistic.SECONDS,
                    meter = Statistic.NO_METER)
            double creationSeconds,

            @Statistic(
                    value = "Longest creation, failed attempts included.",
                    unit = Statistic.SECONDS,
                    kind = Kind.MAXIMUM,
                    meter = Statistic.NO_METER)
            double longestCreationSeconds,

            @Statistic(value = "Connections closed.", meter = "closes")
            long closed,

            @Statistic("Closed connections whose close failed.")
            long closeFailures,

            @Statistic("Connections found not to work.") long validationFailures,

            @Statistic(value = "Connections retired for their age.", meter = "expirations")
            long expired,

            @Statistic(
                    value = "Connections created to replace one shortly before the end of its lifetime.",
                    meter = "replaced.early")
            long replacedEarly,

            @Statistic(value = "Connections retired after the idle timeout.", meter = "idle.closes")
            long idleClosed,

            @Statistic("Leases beyond the leak threshold.") long leaks,

            @Statistic(
                    value = "Maximum number of connections leased at the same time.",
                    kind = Kind.MAXIMUM,
                    meter = Statistic.NO_METER)
            int maxInUse,

            @Statistic("Leases for which a connection had to be created: the first lease of each that was created"
                    + " on demand.")
            long misses,

            @Statistic(value = "Leases whose connection was not to be used again.", meter = "discards")
            long discarded,

            @Statistic("Acquires that ended at their deadline without a lease.")
            long late,

            @Statistic(value = "Acquires that ended by an interrupt.", meter = "interruptions")
            long interrupted,

            @Statistic("Callers refused by a rate limit.") long rateLimited,

            @Statistic("Callers that a rate limit in mode OBSERVE would have refused.")
            long overRates,

            @Statistic("Callers refused because the circuit breaker was open.")
            long circuitRefused,

            @Statistic("Callers that a circuit breaker in mode OBSERVE would have refused.")
            long circuitObserved,

            @Statistic("Leases that were held beyond the policy holdLimit.")
            long overHoldLimit,

            @Statistic("Leases that the policy holdLimit has ended.")
            long holdLimitEnds,

            @Statistic("Effects of injected faults.") long injectedFaults,

            @Statistic("Callers refused at the limit for waits while the database is down.")
            long outageRefused,

            @Statistic("Changes of the maximum by the policy adaptiveSize.")
            long sizeSteps,

            @Statistic("Waits of creations for their turns by the policy creationPace.")
            long pacedCreations,

            @Statistic("Leases of sessions that were kept for their tenant, without a reset since its last lease.")
            long savedResets,

            @Statistic("Resets of kept sessions because a caller of another tenant waited.")
            long resetsForOthers,

            @Statistic("Callers that the policy degradation refused: of low lanes, or of a full pool.")
            long degradedRefusals,

            @Statistic("Callers of a full pool that received a substitute; they do not count as refused.")
            long degradedGrants,

            @Statistic("Callers that the policy degradation in mode OBSERVE would have affected.")
            long degradedObserved) {

        private static final RecordShape<Counters> SHAPE = new RecordShape<>(Counters.class);

        /** Returns the counts since an earlier reading. Maxima stay unchanged. */
        Counters since(Counters earlier) {
            return SHAPE.since(earlier, this);
        }

        /** The values of counters, set by name. Used by one thread. */
        static final class Draft {

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
            long replacedEarly;
            long idleClosed;
            long leaks;
            int maxInUse;
            long misses;
            long discarded;
            long late;
            long interrupted;
            long rateLimited;
            long overRates;
            long circuitRefused;
            long circuitObserved;
            long overHoldLimit;
            long holdLimitEnds;
            long injectedFaults;
            long outageRefused;
            long sizeSteps;
            long pacedCreations;
            long savedResets;
            long resetsForOthers;
            long degradedRefusals;
            long degradedGrants;
            long degradedObserved;

            /** Returns counters with the present values. */
            Counters counters() {
                return SHAPE.of(this);
            }
        }
    }
}
