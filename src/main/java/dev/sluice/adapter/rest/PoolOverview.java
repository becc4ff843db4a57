package dev.sluice.adapter.rest;

import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.statistic.RecordShape;
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

    private static final RecordShape<PoolOverview> SHAPE = new RecordShape<>(PoolOverview.class);

    static PoolOverview of(PoolStats stats, Readiness readiness) {
        Draft draft = new Draft();
        draft.name = stats.name();
        draft.state = stats.state();
        draft.ready = readiness.ready();
        draft.readiness = readiness.status();
        draft.cause = readiness.cause();
        draft.reason = Redacted.orNull(readiness.reason());
        draft.provenSecondsAgo = stats.provenSecondsAgo();
        draft.total = stats.total();
        draft.available = stats.available();
        draft.inUse = stats.inUse();
        draft.waiting = stats.waiting();
        draft.minConnections = stats.minConnections();
        draft.maxConnections = stats.maxConnections();
        draft.utilization = stats.utilization();
        draft.uptimeSeconds = stats.uptimeSeconds();
        return SHAPE.of(draft);
    }

    /** The values of an overview, to be set by name. Used by one thread. */
    @SuppressWarnings("NullAway.Init") // each field is set before the overview is made of it
    static final class Draft {

        String name;
        PoolState state;
        boolean ready;
        Readiness.Status readiness;

        @Nullable
        FailureKind cause;

        @Nullable
        String reason;

        @Nullable
        Double provenSecondsAgo;

        int total;
        int available;
        int inUse;
        int waiting;
        int minConnections;
        int maxConnections;
        double utilization;
        double uptimeSeconds;
    }
}
