package dev.sluice.control;

import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.Standing;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.value.Plural;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The readiness of a pool, with the reason if it is not ready. A full pool is ready, because its callers wait and are
 * served. A paused pool is ready in any state of its database, because an operator wants its callers to wait.
 *
 * @param pool name of the pool
 * @param status the state
 * @param cause kind of the failure that keeps the pool from connecting, or null without one
 * @param reason explanation in words, or null without one
 */
public record Readiness(
        String pool,
        Status status,
        @Nullable FailureKind cause,
        @Nullable String reason) {

    /** Creates a readiness without a failure to connect. */
    public Readiness(String pool, Status status, @Nullable String reason) {
        this(pool, status, null, reason);
    }

    /** The state of readiness. */
    public enum Status {
        /** The pool serves its callers. */
        OK(true),
        /** The pool serves, with every connection leased and callers waiting. */
        SATURATED(true),
        /** An operator has paused the pool: callers wait, with their deadlines. */
        PAUSED(true),
        /** An operator has disabled the pool: callers are refused. */
        DISABLED(false),
        /** The pool serves with its present connections, but cannot create new ones; or it refuses low lanes. */
        DEGRADED(true),
        /** The pool has no connection and cannot create one, or its database does not answer. */
        FAILED(false),
        /** The first connections are being created. */
        STARTING(false),
        /** The pool is closing or closed. */
        STOPPED(false);

        private final boolean ready;

        Status(boolean ready) {
            this.ready = ready;
        }
    }

    /** Returns whether the pool can serve callers. */
    public boolean ready() {
        return status.ready;
    }

    /** Returns the readiness that follows from a snapshot of the pool. */
    public static Readiness of(PoolStats stats) {
        Status status = statusOf(stats);
        return new Readiness(stats.name(), status, stats.stateReason(), reasonOf(status, stats));
    }

    private static Status statusOf(PoolStats stats) {
        return switch (Standing.of(stats)) {
            case WELL, WAITING -> Status.OK;
            case SATURATED -> Status.SATURATED;
            case DEGRADED -> Status.DEGRADED;
            case STARTING -> Status.STARTING;
            case PAUSED -> Status.PAUSED;
            case DRAINING, DISABLED -> Status.DISABLED;
            case FAILED -> Status.FAILED;
            case STOPPED -> Status.STOPPED;
        };
    }

    private static @Nullable String reasonOf(Status status, PoolStats stats) {
        String detail = stats.stateDetail();
        return switch (status) {
            case OK -> null;
            case SATURATED ->
                stats.inUse() + " of " + Plural.of(stats.maxConnections(), "connection") + " in use, " + stats.waiting()
                        + " waiting";
            case PAUSED ->
                "paused by an operator, " + stats.waiting() + " waiting" + (detail == null ? "" : "; " + detail);
            case DISABLED ->
                stats.state() == PoolState.DRAINING
                        ? "being drained by an operator, " + stats.inUse() + " still in use"
                        : "disabled by an operator";
            case DEGRADED ->
                detail == null ? "policy degradation: " + stats.policies().get(Degradation.DECLARATION.name()) : detail;
            case FAILED -> detail;
            case STARTING ->
                stats.total() + " of " + Plural.of(stats.startSize(), "connection") + " created"
                        + (detail == null ? "" : "; " + detail);
            case STOPPED -> "the pool is " + stats.state().name().toLowerCase(Locale.ROOT);
        };
    }
}
