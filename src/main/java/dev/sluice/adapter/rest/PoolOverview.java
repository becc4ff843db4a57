package dev.sluice.adapter.rest;

import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * A pool at a glance.
 *
 * @param name its name
 * @param state its state
 * @param ready whether callers can be sent to it
 * @param readiness what is the case
 * @param reason why, or null if there is nothing to explain
 * @param total connections in the pool
 * @param available idle ones
 * @param inUse leased ones
 * @param waiting callers waiting now
 * @param minConnections the configured minimum
 * @param maxConnections the configured maximum
 * @param utilization leased share of the maximum, 0 to 1
 * @param uptimeSeconds since the pool was made
 */
public record PoolOverview(
        String name,
        PoolState state,
        boolean ready,
        Readiness.Status readiness,
        @Nullable String reason,
        int total,
        int available,
        int inUse,
        int waiting,
        int minConnections,
        int maxConnections,
        double utilization,
        double uptimeSeconds) {

    static PoolOverview of(PoolStats stats, Readiness readiness) {
        return new PoolOverview(
                stats.name(),
                stats.state(),
                readiness.ready(),
                readiness.status(),
                Shown.orNull(readiness.reason()),
                stats.total(),
                stats.available(),
                stats.inUse(),
                stats.waiting(),
                stats.minConnections(),
                stats.maxConnections(),
                stats.utilization(),
                stats.uptimeSeconds());
    }
}
