package dev.sluice.adapter.rest;

import dev.sluice.control.Readiness;
import dev.sluice.pool.store.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pool can do its work.
 *
 * @param pool its name
 * @param ready whether callers can be sent to it
 * @param status what is the case
 * @param cause the kind of what keeps the pool from connecting, or null
 * @param reason why, or null if there is nothing to explain
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
                Shown.orNull(readiness.reason()));
    }
}
