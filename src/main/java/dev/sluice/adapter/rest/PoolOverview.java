package dev.sluice.adapter.rest;

import dev.sluice.admission.Priority;
import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.statistic.RecordShape;
import dev.sluice.pool.store.FailureKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The overview of a pool: its readiness, and statistics of the same names, types and descriptions as in {@link PoolStats}.
 *
 * @param ready true if the pool can serve callers
 * @param readiness the readiness status
 * @param cause the kind of failure that keeps the pool from connecting, or null
 * @param reason the explanation, or null if none is needed
 */
public record PoolOverview(
        String name,
        String verdict,
        PoolState state,
        boolean ready,
        Readiness.Status readiness,
        @Nullable FailureKind cause,
        @Nullable String reason,
        @Nullable Double provenSecondsAgo,
        int total,
        int available,
        int inUse,
        int creating,
        int waiting,
        Map<Priority, Integer> waitingByLane,
        int minConnections,
        int maxConnections,
        double utilization,
        double uptimeSeconds) {

    private static final RecordShape<PoolOverview> SHAPE = new RecordShape<>(PoolOverview.class);

    static PoolOverview of(PoolStats stats, Readiness readiness) {
        Draft draft = new Draft();
        draft.ready = readiness.ready();
        draft.readiness = readiness.status();
        draft.cause = readiness.cause();
        draft.reason = Redacted.orNull(readiness.reason());
        return SHAPE.of(draft, stats);
    }

    /** The readiness in an overview, to be set by name. Used by one thread. */
    @SuppressWarnings("NullAway.Init") // each field is set before the overview is made of it
    static final class Draft {

        boolean ready;
        Readiness.Status readiness;

        @Nullable
        FailureKind cause;

        @Nullable
        String reason;
    }
}
