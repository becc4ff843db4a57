package dev.sluice.adapter.rest;

import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.store.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * The overview of a pool.
 *
 * @param name the name of the pool
 * @param state the state of the pool
 * @param ready true if the pool can serve callers
 * @param readiness the readiness status
 * @param cause the kind of failure that keeps the pool from connecting, or null
 * @param reason the explanation, or null if none is needed
 * @param provenSecondsAgo seconds since a connection was last proven to work; null before the first proof
 * @param total connections in the pool
 * @param available idle connections
 * @param inUse leased connections
 * @param waiting callers waiting now
 * @param minConnections the configured minimum
 * @param maxConnections the configured maximum
 * @param utilization leased share of the maximum, 0 to 1
 * @param uptimeSeconds seconds since the pool was created
 */
public record PoolOverview(
        String name,
        PoolState state,
        boolean ready,
        Readiness.Status readiness,
        @Nullable FailureKind cause,
        @Nullable String reason,
        @Nullable Double provenSecondsAgo,
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
                readiness.cause(),
                Redacted.orNull(readiness.reason()),
                stats.provenSecondsAgo(),
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
