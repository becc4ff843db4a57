package dev.sluice.admission;

import java.time.Duration;

/**
 * The rules of a {@link Gate}.
 *
 * @param maxWaiters callers that may be queued at once; further ones are refused as saturated
 * @param aging how long a waiter stays in a lane before it counts as one of the next higher lane. A waiter
 *     of lane <i>n</i> (counted from 0) that has waited <i>n</i> × aging is overtaken by nobody who came
 *     after it, whatever their priority
 */
public record AdmissionPolicy(int maxWaiters, Duration aging) {

    /** No cap, aging of one second a lane. */
    public static final AdmissionPolicy DEFAULT = new AdmissionPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1));

    /** Checks the values. */
    public AdmissionPolicy {
        if (maxWaiters < 0) {
            throw new IllegalArgumentException("maxWaiters must not be negative: " + maxWaiters);
        }
        if (aging.isNegative() || aging.isZero()) {
            throw new IllegalArgumentException("aging must be positive: " + aging);
        }
    }
}
