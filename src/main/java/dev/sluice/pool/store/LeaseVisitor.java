package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/** Receives the leases of a slot. */
@FunctionalInterface
public interface LeaseVisitor {

    /** The value of {@code backNanos} for a lease that has not ended. */
    long STILL_OUT = Long.MIN_VALUE;

    /** Receives one lease; all times in nanoseconds. */
    void lease(long lentNanos, long backNanos, long waitedNanos, @Nullable Object note);
}
