package dev.sluice.pool;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pool from hammering a database that refuses: after a failure the next attempt waits, longer from
 * failure to failure up to a cap, with jitter, and is made alone. The first success clears it. Thread-safe.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration CAP = Duration.ofMillis(500);
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private int failures; // Guarded by this
    private long nextNanos; // Guarded by this
    private volatile @Nullable Throwable last;

    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Whether another attempt may be made while {@code inFlight} are under way. */
    synchronized boolean allows(long now, int inFlight) {
        return failures == 0 || (inFlight == 0 && now - nextNanos >= 0);
    }

    /** Notes a failure that happened at {@code now}; returns how long to wait. */
    synchronized Duration failed(Throwable cause, long now) {
        last = cause;
        long base = Math.min(CAP.toNanos(), FIRST.toNanos() << Math.min(failures, 10));
        failures++;
        long delay = (long) (base * (1 - JITTER * random.getAsDouble()));
        nextNanos = now + delay;
        return Duration.ofNanos(delay);
    }

    /** Notes a success. */
    synchronized void succeeded() {
        failures = 0;
        last = null;
    }

    /** What the last attempt failed with, or null if it succeeded. */
    @Nullable
    Throwable last() {
        return last;
    }
}
