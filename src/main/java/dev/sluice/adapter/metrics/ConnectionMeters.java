package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;

/**
 * The names of OpenTelemetry's semantic conventions for database metrics, for the usual statistics of a connection
 * pool. {@link LeaseMeters} has the name for the waits of leases.
 */
final class ConnectionMeters {

    private ConnectionMeters() {}

    static void register(StatsMeters meters) {
        String count = "Connections in the state.";
        meters.tagged("db.client.connection.state", "idle").gauge("count", count, PoolStats::available);
        meters.tagged("db.client.connection.state", "used").gauge("count", count, PoolStats::inUse);
        meters.named("idle.max", "maxConnections");
        meters.named("idle.min", "minConnections");
        meters.named("max", "maxConnections");
        meters.named("pending_requests", "waiting");
        meters.named("timeouts", "timeouts");
        meters.timer(
                "use_time",
                "Uses of a connection, from its acquisition to its release.",
                stats -> stats.counters().released(),
                stats -> stats.counters().heldSeconds());
        meters.timer(
                "create_time",
                "Attempts to create a connection, including failed attempts.",
                stats -> stats.counters().created() + stats.counters().creationFailures(),
                stats -> stats.counters().creationSeconds());
    }
}
