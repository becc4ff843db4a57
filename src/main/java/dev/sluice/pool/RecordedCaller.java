package dev.sluice.pool;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.pool.store.LeaseVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A caller of the past: one that had a lease, or one that was lost. Immutable.
 *
 * @param request the request
 * @param endNanos the end of the wait: the begin of the lease, or the refusal
 * @param waitedNanos the wait
 * @param backNanos the end of the lease; {@link LeaseVisitor#STILL_OUT} for a lease that has not ended, and for a lost
 *     caller
 * @param lost the outcome of a lost caller, or null
 */
record RecordedCaller(
        AcquireRequest request,
        long endNanos,
        long waitedNanos,
        long backNanos,
        @Nullable Outcome lost) {

    long arrivalNanos() {
        return endNanos - waitedNanos;
    }

    /** Returns the time for which the lease was held until {@code now}. */
    long heldNanos(long now) {
        return Math.max(0, (backNanos == LeaseVisitor.STILL_OUT ? now : backNanos) - endNanos);
    }
}
