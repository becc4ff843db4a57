package dev.sluice.pool;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pool from hammering a database that refuses, or is about to: attempts are made alone from the moment that
 * something was found dead until one succeeds; and after a failure the next one waits, longer from failure to failure
 * up to a cap, with jitter, so that pools that failed together do not come back together. Thread-safe.
 *
 * <p>The waits are at least 218, 437 and then 656 ms. So whatever the chance, the attempt of number n is not made before
 * n ÷ 2 seconds have passed, from the ninth on: in an outage of four seconds or more there are never more than two a
 * second. The longest wait is 750 ms: a database that is back is found within a second, if it takes the connection
 * within a quarter of one.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration CAP = Duration.ofMillis(750);
    private static final double JITTER = 0.125;

    private final DoubleSupplier random;
    private boolean careful; // Guarded by this
    private int failures; // Guarded by this
    private long nextNanos; // Guarded by this
    private volatile @Nullable Throwable last;

    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Whether another attempt may be made while {@code inFlight} are under way. */
    synchronized boolean allows(long now, int inFlight) {
        return !careful || (inFlight == 0 && (failures == 0 || now - nextNanos >= 0));
    }

    /** How many attempts have failed since the last success: who was allowed at less is not any more. */
    synchronized int failures() {
        return failures;
    }

    /** Something else has shown that attempts may fail: the next is made alone. */
    synchronized void suspect() {
        careful = true;
    }

    /** Notes a failure that happened at {@code now}; returns how long to wait. */
    synchronized Duration failed(Throwable cause, long now) {
        last = cause;
        long base = Math.min(CAP.toNanos(), FIRST.toNanos() << Math.min(failures, 10));
        failures++;
        careful = true;
        long delay = (long) (base * (1 - JITTER * random.getAsDouble()));
        nextNanos = now + delay;
        return Duration.ofNanos(delay);
    }

    /** Notes a success. */
    synchronized void succeeded() {
        failures = 0;
        careful = false;
        last = null;
    }

    /** What the last attempt failed with, or null if it succeeded. */
    @Nullable
    Throwable last() {
        return last;
    }
}
