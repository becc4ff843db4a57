package dev.sluice.pool;

import dev.sluice.pool.store.FailureKind;
import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The state of a pool as operators see it, and the failure that keeps the pool from serving. Thread-safe. */
final class PoolCondition<R> {

    private final PoolCore<R> core;
    private final Proof<R> proof;
    private final CreationFailures<R> failures;
    private final BooleanSupplier stillStarting;

    /**
     * Creates the condition of a pool.
     *
     * @param stillStarting whether a running pool counts as starting, because its warm-up has not ended
     */
    PoolCondition(PoolCore<R> core, Proof<R> proof, CreationFailures<R> failures, BooleanSupplier stillStarting) {
        this.core = core;
        this.proof = proof;
        this.failures = failures;
        this.stillStarting = stillStarting;
    }

    /** Returns the visible state: the lifecycle and, while running, the effects of operators and of the database. */
    PoolState state() {
        PoolState now = core.state();
        if (now != PoolState.RUNNING) {
            return now;
        }
        if (core.gate.isDisabled()) {
            return core.draining ? PoolState.DRAINING : PoolState.DISABLED;
        }
        if (core.gate.isPaused()) {
            return PoolState.PAUSED;
        }
        boolean failed = (core.slots.size() == 0 && failures.last() != null) || proof.isInDoubt();
        if (failed) {
            return PoolState.FAILED;
        }
        return stillStarting.getAsBoolean() ? PoolState.STARTING : PoolState.RUNNING;
    }

    /** Returns the failure that keeps the pool from serving, or null without one. */
    @Nullable
    ServingFailure servingFailure() {
        long now = core.ticker.nanos();
        ServingFailure failure = failures.servingFailure(now);
        if (failure != null) {
            return failure;
        }
        if (proof.isInDoubt()) {
            Long proven = proof.lastNanos();
            String ago = proven == null ? "never" : SpanText.of(Duration.ofNanos(now - proven)) + " ago";
            String wait = SpanText.of(core.config.probeWait());
            return new ServingFailure(
                    FailureKind.NO_ANSWER, "no answer to a validation within " + wait + "; last proven " + ago);
        }
        String reason = core.reports.problem();
        return reason == null ? null : new ServingFailure(FailureKind.OTHER, ServingFailure.CANNOT_CONNECT + reason);
    }
}
