package dev.sluice.adapter.jmx;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.control.Readiness;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The attributes of a pool. */
final class PoolAttributes {

    private static final OpenMapping STATS = OpenMapping.of(PoolStats.class);
    private static final OpenMapping CONNECTIONS = OpenMapping.listOf(ConnectionInfo.class);
    private static final OpenMapping LANES = OpenMapping.mapOf(Priority.class, Integer.class);
    private static final OpenMapping SPECIFICS = OpenMapping.mapOf(String.class, Long.class);
    private static final OpenMapping NAMES = OpenMapping.listOf(String.class);

    private static final OpenMapping POLICY = OpenMapping.of(PolicyView.class);

    private PoolAttributes() {}

    static OpenAttributes<PoolSnapshot> with(Consumer<Boolean> setVerbose) {
        return new OpenAttributes<PoolSnapshot>()
                .include(PoolSnapshot::readiness, readiness())
                .text("LastCreationFailure", "Reason of the latest failed creation, or null.", PoolSnapshot::failure)
                .flag(
                        "Verbose",
                        "True if the log has lines for single connections.",
                        PoolSnapshot::isVerbose,
                        setVerbose)
                .data("Stats", "All numbers and connections of one reading, as in REST.", STATS, PoolSnapshot::stats)
                .include(PoolSnapshot::stats, state())
                .include(PoolSnapshot::stats, sizes())
                .include(look -> look.stats().counters(), leases())
                .include(look -> look.stats().counters(), lifecycle())
                .include(PoolSnapshot::config, settings())
                .include(PoolSnapshot::policy, admission());
    }

    private static OpenAttributes<Readiness> readiness() {
        return new OpenAttributes<Readiness>()
                .flag("Ready", "True if the pool can serve callers. A full pool is ready.", Readiness::ready)
                .text(
                        "Status",
                        "OK, SATURATED, PAUSED, DISABLED, DEGRADED, FAILED, STARTING, STOPPED.",
                        ready -> ready.status().name())
                .text("StatusReason", "Reason of a status other than OK, in words; null if OK.", Readiness::reason);
    }

    private static OpenAttributes<PoolStats> state() {
        return new OpenAttributes<PoolStats>()
                .text("Name", "The name of the pool.", PoolStats::name)
                .text(
                        "State",
                        "STARTING, RUNNING, PAUSED, DRAINING, DISABLED, FAILED, STOPPING or STOPPED.",
                        stats -> stats.state().name())
                .text(
                        "StateReason",
                        "NO_ANSWER, REFUSED, PASSWORD_REJECTED, SETUP_FAILED or OTHER while the database keeps it from"
                                + " serving, else null.",
                        PoolAttributes::reason)
                .text("StateDetail", "The same in words, or null.", PoolStats::stateDetail)
                .decimal(
                        "ProvenSecondsAgo",
                        "Seconds since a connection was last shown to work; -1 if none ever was.",
                        PoolAttributes::proven)
                .decimal("UptimeSeconds", "Seconds since the pool was made.", PoolStats::uptimeSeconds)
                .count("Generation", "Number of resets and renewals.", PoolStats::generation)
                .data("Connections", "Each connection, oldest first.", CONNECTIONS, PoolStats::connections)
                .data("ConnectionNames", "Names of the connections, oldest first.", NAMES, PoolAttributes::names);
    }

    private static @Nullable String reason(PoolStats stats) {
        return stats.stateReason() == null ? null : stats.stateReason().name();
    }

    private static double proven(PoolStats stats) {
        Double seconds = stats.provenSecondsAgo();
        return seconds == null ? -1 : seconds;
    }

    private static List<String> names(PoolStats stats) {
        return stats.connections().stream().map(ConnectionInfo::id).toList();
    }

    private static OpenAttributes<PoolStats> sizes() {
        return new OpenAttributes<PoolStats>()
                .integer("Total", "Connections in the pool: available plus in use.", PoolStats::total)
                .integer("Available", "Idle connections.", PoolStats::available)
                .integer("InUse", "Connections that are leased.", PoolStats::inUse)
                .integer("Creating", "Connections being created, not yet in the total.", PoolStats::creating)
                .integer("Closing", "Connections being closed, no longer in the total.", PoolStats::closing)
                .integer(
                        "StuckThreads",
                        "Threads whose creation, validation, reset, ping or close was given up, and that have not returned.",
                        PoolStats::stuckThreads)
                .integer("MinConnections", "Minimum connections, kept without demand.", PoolStats::minConnections)
                .integer("MaxConnections", "Maximum connections.", PoolStats::maxConnections)
                .decimal("Utilization", "Leased share of the maximum, 0 to 1.", PoolStats::utilization)
                .integer("Waiting", "Callers waiting now.", PoolStats::waiting)
                .data("WaitingByLane", "Callers waiting now, by priority.", LANES, PoolStats::waitingByLane)
                .data("Specifics", "Numbers that only this kind of pool has.", SPECIFICS, PoolStats::specifics)
                .integer("LeakSuspects", "Leases reported as leaks that are still out.", PoolStats::leakSuspects);
    }

    private static OpenAttributes<Counters> leases() {
        return new OpenAttributes<Counters>()
                .count("Acquired", "Leases given out.", Counters::acquired)
                .count("Released", "Leases released.", Counters::released)
                .decimal("HeldSeconds", "Total time of all ended leases, in seconds.", Counters::heldSeconds)
                .integer("MaxInUse", "Maximum number of connections leased at the same time.", Counters::maxInUse)
                .count("Waits", "Acquires that had to wait.", Counters::waits)
                .decimal("WaitedSeconds", "Total time of all ended waits, in seconds.", Counters::waitedSeconds)
                .decimal("LongestWaitSeconds", "Longest ended wait, in seconds.", Counters::longestWaitSeconds)
                .count("Overtakings", "Callers that went before a waiter of their lane.", Counters::overtakings)
                .count("Timeouts", "Waits that ended without a lease.", Counters::timeouts)
                .count("Saturations", "Times that a caller found the pool full.", Counters::saturations)
                .count("Refused", "Callers that got no lease.", Counters::refused)
                .count("OverCaps", "Callers that observing caps would have refused.", Counters::overCaps)
                .count("Sheddings", "Waiters refused under standing overload.", Counters::sheddings)
                .count(
                        "HopelessRefusals",
                        "Callers refused because they would not have been served in time.",
                        Counters::hopelessRefusals)
                .count("Misses", "Leases for which a connection had to be created.", Counters::misses)
                .count("Discarded", "Leases whose connection was not to be used again.", Counters::discarded)
                .count("Late", "Acquires that ended at their deadline without a lease.", Counters::late)
                .count("Interrupted", "Acquires that ended by an interrupt.", Counters::interrupted)
                .count("Leaks", "Leases beyond the leak threshold.", Counters::leaks);
    }

    private static OpenAttributes<Counters> lifecycle() {
        return new OpenAttributes<Counters>()
                .count("Created", "Connections created.", Counters::created)
                .count("CreationFailures", "Failed attempts to create a connection.", Counters::creationFailures)
                .decimal(
                        "CreationSeconds",
                        "Total time of creations in seconds, failures included.",
                        Counters::creationSeconds)
                .decimal("LongestCreationSeconds", "Longest attempt, in seconds.", Counters::longestCreationSeconds)
                .count("Closed", "Connections closed.", Counters::closed)
                .count("CloseFailures", "Closed connections whose close failed.", Counters::closeFailures)
                .count("ValidationFailures", "Connections found not to work.", Counters::validationFailures)
                .count("Expired", "Connections retired for their age.", Counters::expired)
                .count("IdleClosed", "Connections retired after the idle timeout.", Counters::idleClosed);
    }

    private static OpenAttributes<PoolConfig> settings() {
        return new OpenAttributes<PoolConfig>()
                .millis(
                        "AcquireTimeoutMillis",
                        "Maximum wait of callers, in ms; 0 for no limit.",
                        PoolConfig::acquisitionTimeout)
                .millis(
                        "ShortestWaitMillis",
                        "Remaining time below which a caller is refused at a full pool, in ms.",
                        PoolConfig::shortestWait)
                .millis("MaxLifetimeMillis", "Maximum age of a connection, in ms; 0 for none.", PoolConfig::maxLifetime)
                .decimal("LifetimeJitter", "Share by which lifetimes differ.", PoolConfig::lifetimeJitter)
                .millis("IdleTimeoutMillis", "Idle time to retire after, in ms; 0 for none.", PoolConfig::idleTimeout)
                .millis("ValidateAfterIdleMillis", "Idle time to validate after.", PoolConfig::validateAfterIdle)
                .millis("ValidationTimeoutMillis", "Time for a validation.", PoolConfig::validationTimeout)
                .millis(
                        "ProbeAfterMillis",
                        "Time without proof after which a reading validates a connection, in ms.",
                        PoolConfig::probeAfter)
                .millis("ProbeWaitMillis", "Maximum wait of a reading for that, in ms.", PoolConfig::probeWait)
                .millis("CreationTimeoutMillis", "Limit of a creation, in ms; 0 for none.", PoolConfig::creationTimeout)
                .millis(
                        "BackgroundValidationMillis",
                        "Idle time to validate in the background after; 0 for never.",
                        PoolConfig::backgroundValidation)
                .millis(
                        "LeakThresholdMillis",
                        "Lease time until a report, in ms; 0 for never.",
                        PoolConfig::leakThreshold)
                .text(
                        "LeakStacks",
                        "When stacks of acquires are captured: OFF, SUSPECTS (after a leak), ALL.",
                        config -> config.leakStacks().name())
                .millis(
                        "MaintenanceIntervalMillis",
                        "Interval of maintenance, in ms.",
                        PoolConfig::maintenanceInterval);
    }

    private static OpenAttributes<AdmissionPolicy> admission() {
        return new OpenAttributes<AdmissionPolicy>()
                .integer("MaxWaiters", "Callers that may wait at once; more are refused.", AdmissionPolicy::maxWaiters)
                .millis("AgingMillis", "Wait that counts as one priority higher.", AdmissionPolicy::aging)
                .data("Policy", "Rules of the gate.", POLICY, PolicyView::of)
                .text(
                        "PolicyText",
                        "Rules of the gate in one line, as changePolicy and setPolicy take them.",
                        policy -> PolicyRules.of(policy).toString());
    }
}
