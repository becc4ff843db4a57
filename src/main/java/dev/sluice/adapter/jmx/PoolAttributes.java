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

    static OpenAttributes<PoolLook> with(Consumer<Boolean> setVerbose) {
        return new OpenAttributes<PoolLook>()
                .include(PoolLook::readiness, readiness())
                .text(
                        "LastCreationFailure",
                        "Why the last connection could not be created, or null.",
                        PoolLook::failure)
                .flag("Verbose", "Whether the log tells of single connections.", PoolLook::isVerbose, setVerbose)
                .data("Stats", "All numbers and connections of one look, as in REST.", STATS, PoolLook::stats)
                .include(PoolLook::stats, state())
                .include(PoolLook::stats, sizes())
                .include(look -> look.stats().counters(), leases())
                .include(look -> look.stats().counters(), lifecycle())
                .include(PoolLook::config, settings())
                .include(PoolLook::policy, admission());
    }

    private static OpenAttributes<Readiness> readiness() {
        return new OpenAttributes<Readiness>()
                .flag("Ready", "Whether callers can be sent to it. A full pool is ready.", Readiness::ready)
                .text(
                        "Status",
                        "OK, SATURATED, PAUSED, DISABLED, DEGRADED, FAILED, STARTING, STOPPED.",
                        ready -> ready.status().name())
                .text("StatusReason", "Why the status is not OK, in words; null if it is.", Readiness::reason);
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
                .count("Generation", "How many times it was reset or renewed.", PoolStats::generation)
                .data("Connections", "Each connection, oldest first.", CONNECTIONS, PoolStats::connections)
                .data("ConnectionNames", "Their names, oldest first.", NAMES, PoolAttributes::names);
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
                .integer("Available", "Connections that nobody uses.", PoolStats::available)
                .integer("InUse", "Connections that are leased.", PoolStats::inUse)
                .integer("Creating", "Connections being created, not yet in the total.", PoolStats::creating)
                .integer("Closing", "Connections being closed, no longer in the total.", PoolStats::closing)
                .integer(
                        "StuckThreads",
                        "Threads whose creation, validation, reset, ping or close was given up, and that have not returned.",
                        PoolStats::stuckThreads)
                .integer("MinConnections", "Connections kept even if nobody needs them.", PoolStats::minConnections)
                .integer("MaxConnections", "Connections that may exist at once.", PoolStats::maxConnections)
                .decimal("Utilization", "Leased share of the maximum, 0 to 1.", PoolStats::utilization)
                .integer("Waiting", "Callers waiting now.", PoolStats::waiting)
                .data("WaitingByLane", "Callers waiting now, by priority.", LANES, PoolStats::waitingByLane)
                .data("Specifics", "Numbers that only this kind of pool has.", SPECIFICS, PoolStats::specifics)
                .integer("LeakSuspects", "Leases reported as leaks that are still out.", PoolStats::leakSuspects);
    }

    private static OpenAttributes<Counters> leases() {
        return new OpenAttributes<Counters>()
                .count("Acquired", "Leases given out.", Counters::acquired)
                .count("Released", "Leases that came back.", Counters::released)
                .decimal("HeldSeconds", "The time of all ended leases together.", Counters::heldSeconds)
                .integer("MaxInUse", "The most that were ever leased at once.", Counters::maxInUse)
                .count("Waits", "Acquires that had to wait.", Counters::waits)
                .decimal("WaitedSeconds", "The time of all ended waits together.", Counters::waitedSeconds)
                .decimal("LongestWaitSeconds", "The longest wait that ended.", Counters::longestWaitSeconds)
                .count("Overtakings", "Times that a running caller went before one of its lane.", Counters::overtakings)
                .count("Timeouts", "Waits that ended without a lease.", Counters::timeouts)
                .count("Saturations", "Times that a caller found the pool full.", Counters::saturations)
                .count("Refused", "Callers that got no lease.", Counters::refused)
                .count("OverCaps", "Callers that caps would have refused which are only observed.", Counters::overCaps)
                .count("Sheddings", "Waiters refused because it was overloaded for too long.", Counters::sheddings)
                .count(
                        "HopelessRefusals",
                        "Callers refused because they would not have been served in time.",
                        Counters::hopelessRefusals)
                .count("Misses", "Leases for which a connection had to be created.", Counters::misses)
                .count("Discarded", "Leases whose connection was not to be used again.", Counters::discarded)
                .count("Late", "Acquires that ended at their deadline without a lease.", Counters::late)
                .count("Interrupted", "Acquires that ended by an interrupt.", Counters::interrupted)
                .count("Leaks", "Leases reported because they were out for too long.", Counters::leaks);
    }

    private static OpenAttributes<Counters> lifecycle() {
        return new OpenAttributes<Counters>()
                .count("Created", "Connections created.", Counters::created)
                .count("CreationFailures", "Attempts to create one that failed.", Counters::creationFailures)
                .decimal("CreationSeconds", "Time spent creating, failures included.", Counters::creationSeconds)
                .decimal("LongestCreationSeconds", "The longest attempt.", Counters::longestCreationSeconds)
                .count("Closed", "Connections closed.", Counters::closed)
                .count("CloseFailures", "Of these, how many failed to close properly.", Counters::closeFailures)
                .count("ValidationFailures", "Connections found not to work.", Counters::validationFailures)
                .count("Expired", "Connections retired for their age.", Counters::expired)
                .count("IdleClosed", "Connections retired because nobody used them.", Counters::idleClosed);
    }

    private static OpenAttributes<PoolConfig> settings() {
        return new OpenAttributes<PoolConfig>()
                .millis("AcquireTimeoutMillis", "How long callers wait; 0 for ever.", PoolConfig::acquisitionTimeout)
                .millis("ShortestWaitMillis", "Shorter waits are refused when it is full.", PoolConfig::shortestWait)
                .millis("MaxLifetimeMillis", "Age at which one is retired; 0 for never.", PoolConfig::maxLifetime)
                .decimal("LifetimeJitter", "Share by which lifetimes differ.", PoolConfig::lifetimeJitter)
                .millis("IdleTimeoutMillis", "Idle time to retire one after; 0 for never.", PoolConfig::idleTimeout)
                .millis("ValidateAfterIdleMillis", "Idle time to validate after.", PoolConfig::validateAfterIdle)
                .millis("ValidationTimeoutMillis", "Time for a validation.", PoolConfig::validationTimeout)
                .millis(
                        "ProbeAfterMillis",
                        "Time without proof after which a look has a connection validated.",
                        PoolConfig::probeAfter)
                .millis("ProbeWaitMillis", "How long a look waits for that.", PoolConfig::probeWait)
                .millis("CreationTimeoutMillis", "Time for a creation; 0 for no limit.", PoolConfig::creationTimeout)
                .millis(
                        "BackgroundValidationMillis",
                        "Idle time to validate in the background after; 0 for never.",
                        PoolConfig::backgroundValidation)
                .millis("LeakThresholdMillis", "A longer lease is reported; 0 for never.", PoolConfig::leakThreshold)
                .text(
                        "LeakStacks",
                        "When it is captured where leases are acquired: OFF, SUSPECTS (after a leak), ALL.",
                        config -> config.leakStacks().name())
                .millis("MaintenanceIntervalMillis", "How often it is looked after.", PoolConfig::maintenanceInterval);
    }

    private static OpenAttributes<AdmissionPolicy> admission() {
        return new OpenAttributes<AdmissionPolicy>()
                .integer("MaxWaiters", "Callers that may wait at once; more are refused.", AdmissionPolicy::maxWaiters)
                .millis("AgingMillis", "Wait that counts as one priority higher.", AdmissionPolicy::aging)
                .data("Policy", "The rules by which callers get in.", POLICY, PolicyView::of)
                .text(
                        "PolicyText",
                        "The same in one line, as changePolicy and setPolicy take it.",
                        policy -> PolicyRules.of(policy).toString());
    }
}
