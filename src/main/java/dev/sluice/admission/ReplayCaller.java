package dev.sluice.admission;

import org.jspecify.annotations.Nullable;

/**
 * A caller of a {@link GateReplay}. Immutable.
 *
 * @param arrivalNanos the time of the arrival
 * @param lane the lane
 * @param tenant the tenant whose share counts, or null
 * @param patienceNanos maximum wait; {@link Long#MAX_VALUE} for no limit
 * @param holdNanos time for which the caller keeps a permit
 */
public record ReplayCaller(
        long arrivalNanos, Priority lane, @Nullable String tenant, long patienceNanos, long holdNanos) {

    /**
     * The end of a caller's wait.
     *
     * @param outcome the kind of the end
     * @param waitedNanos time for which the caller was queued
     */
    public record ReplayEnd(Admission.Outcome outcome, long waitedNanos) {}
}
