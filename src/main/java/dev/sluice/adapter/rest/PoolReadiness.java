package dev.sluice.adapter.rest;

import dev.sluice.control.Readiness;
import dev.sluice.pool.store.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * The readiness of a pool.
 *
 * @param pool the name of the pool
 * @param ready true if the pool can serve callers
 * @param status the readiness status
 * @param cause the kind of failure that keeps the pool from connecting, or null
 * @param reason the explanation, or null if none is needed
 */
public record PoolReadiness(
        String pool,
        boolean ready,
        Readiness.Status status,
        @Nullable FailureKind cause,
        @Nullable String reason) {

    static PoolReadiness of(Readiness readiness) {
        return new PoolReadiness(
                readiness.pool(),
                readiness.ready(),
                readiness.status(),
                readiness.cause(),
                Redacted.orNull(readiness.reason()));
    }
}
