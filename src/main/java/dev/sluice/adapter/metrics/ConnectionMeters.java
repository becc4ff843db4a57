package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;

/**
 * The names that OpenTelemetry's semantic conventions for database metrics give to what a connection pool is
 * asked most; {@link LeaseMeters} has that of the time that leases wait.
 */
final class ConnectionMeters {

    private ConnectionMeters() {}

    static void register(StatsMeters meters) {
        String count = "Connections in the state";
        meters.tagged("db.client.connection.state", "idle").gauge("count", count, PoolStats::available);
        meters.tagged("db.client.connection.state", "used").gauge("count", count, PoolStats::inUse);
        meters.gauge("idle.max", "Maximum idle connections", PoolStats::maxConnections);
        meters.gauge("idle.min", "Minimum connections, kept without demand", PoolStats::minConnections);
        meters.gauge("max", "Maximum connections", PoolStats::maxConnections);
        meters.gauge("pending_requests", "Callers that wait for a connection", PoolStats::waiting);
        meters.counter("timeouts", "Waits that ended without a connection", Counters::timeouts);
        meters.timer(
                "use_time",
                "Uses of a connection, from its acquisition to its release",
                Counters::released,
                Counters::heldSeconds);
        meters.timer(
                "create_time",
                "Attempts to create a connection, those that failed included",
                counters -> counters.created() + counters.creationFailures(),
                Counters::creationSeconds);
    }
}
