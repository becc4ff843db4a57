package dev.sluice.adapter.metrics;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Metrics that only pools of Sluice have. */
final class SluiceMeters {

    private SluiceMeters() {}

    static void register(StatsMeters meters, Set<String> specifics, BooleanSupplier ready) {
        meters.flag("ready", "1 if callers can be sent to the pool", ready);
        for (String name : specifics) {
            meters.tagged("number", name)
                    .gauge(
                            "specific",
                            "A number that only this kind of pool has",
                            stats -> stats.specifics().getOrDefault(name, 0L));
        }
        state(meters);
        gate(meters);
        connections(meters);
    }

    private static void state(StatsMeters meters) {
        for (PoolState state : PoolState.values()) {
            meters.tagged("state", lowerCase(state))
                    .gauge("state", "1 for the state that the pool is in", stats -> stats.state() == state ? 1 : 0);
        }
        meters.gauge(
                "paused",
                "1 while callers wait because the pool was paused",
                stats -> stats.state() == PoolState.PAUSED ? 1 : 0);
        meters.gauge("unproven", "Seconds since a connection was last shown to work; NaN if none ever was", stats -> {
            Double seconds = stats.provenSecondsAgo();
            return seconds == null ? Double.NaN : seconds;
        });
        meters.gauge("generation", "Resets and renewals so far", PoolStats::generation);
    }

    private static void gate(StatsMeters meters) {
        meters.gauge("utilization", "Share of the maximum that is in use, 0 to 1", PoolStats::utilization);
        for (Priority lane : Priority.values()) {
            meters.tagged("lane", lowerCase(lane))
                    .gauge(
                            "waiting",
                            "Callers that wait in the lane",
                            stats -> stats.waitingByLane().getOrDefault(lane, 0));
        }
        meters.timer(
                "waits", "Acquires that had to wait, however the wait ended", Counters::waits, Counters::waitedSeconds);
        meters.counter("saturations", "Times that a caller found every connection in use", Counters::saturations);
        meters.counter("overtakings", "Callers that went before waiters of their lane", Counters::overtakings);
        meters.counter("refused", "Acquires that ended without a connection", Counters::refused);
        meters.counter("timeouts", "Waits that ended without a connection", Counters::timeouts);
        meters.counter("over.caps", "Callers that caps which only observe would have refused", Counters::overCaps);
        meters.counter("sheddings", "Waiters refused under standing overload", Counters::sheddings);
        meters.counter(
                "hopeless",
                "Callers refused because they would not have been served in time",
                Counters::hopelessRefusals);
        meters.counter("misses", "Leases for which a connection had to be created", Counters::misses);
        meters.counter("discards", "Leases whose connection was not to be used again", Counters::discarded);
        meters.counter("late", "Acquires that ended at their deadline without a lease", Counters::late);
        meters.counter("interruptions", "Acquires that ended by an interrupt", Counters::interrupted);
        meters.gauge("leak.suspects", "Leases reported as leaks that have not ended", PoolStats::leakSuspects);
        meters.counter("leaks", "Leases beyond the leak threshold", Counters::leaks);
    }

    /** Not "created": Prometheus keeps that ending for itself and would cut it off. */
    private static void connections(StatsMeters meters) {
        meters.gauge("creating", "Connections that are being created", PoolStats::creating);
        meters.gauge("closing", "Connections that are being closed", PoolStats::closing);
        meters.gauge("threads.stuck", "Threads given up at a limit that have not returned", PoolStats::stuckThreads);
        meters.counter("creations", "Connections created", Counters::created);
        meters.counter("creation.failures", "Attempts to create one that failed", Counters::creationFailures);
        meters.counter("closes", "Connections closed", Counters::closed);
        meters.counter("close.failures", "Connections that failed to close properly", Counters::closeFailures);
        meters.counter("expirations", "Connections retired for their age", Counters::expired);
        meters.counter("idle.closes", "Connections retired because they were idle", Counters::idleClosed);
        meters.counter("validation.failures", "Connections that did not work", Counters::validationFailures);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
