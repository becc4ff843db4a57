package dev.sluice.admission;

import org.jspecify.annotations.Nullable;

/**
 * The result of a caller's wait at a {@link Gate}.
 *
 * @param outcome the kind of the result
 * @param permit the permit, present exactly if the outcome is {@link Outcome#ADMITTED}
 * @param waitedNanos time for which the caller was queued
 * @param cause the failure, present exactly if the outcome is {@link Outcome#FAILED}
 * @param <P> the type of a permit
 */
public record Admission<P>(
        Outcome outcome,
        @Nullable P permit,
        long waitedNanos,
        @Nullable Throwable cause) {

    /** The ways a wait ends. */
    public enum Outcome {
        /** The caller has a permit and must release it. */
        ADMITTED,
        /** The lanes are full; the caller was not queued. */
        SATURATED,
        /** The estimated wait exceeds the time until the deadline; the caller was not queued. */
        HOPELESS,
        /** The gate sheds load after a standing overload. */
        SHED,
        /** The tenant has no share; the caller was not queued. */
        UNKNOWN_TENANT,
        /** The deadline passed, before or while the caller was queued. */
        TIMED_OUT,
        /** The resource for the caller could not be created; see {@link Gate#refuseNext}. */
        FAILED,
        /** The gate was disabled, before or during the wait. */
        DISABLED,
        /** The gate was closed, before or during the wait. */
        CLOSED
    }

    /** Creates a result without a failure. */
    public Admission(Outcome outcome, @Nullable P permit, long waitedNanos) {
        this(outcome, permit, waitedNanos, null);
    }

    static <P> Admission<P> failed(Throwable cause, long waitedNanos) {
        return new Admission<>(Outcome.FAILED, null, waitedNanos, cause);
    }

    static <P> Admission<P> admitted(P permit, long waitedNanos) {
        return new Admission<>(Outcome.ADMITTED, permit, waitedNanos);
    }

    static <P> Admission<P> refused(Outcome outcome, long waitedNanos) {
        return new Admission<>(outcome, null, waitedNanos);
    }
}
