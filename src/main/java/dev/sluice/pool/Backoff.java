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
 *
 * <p>A server that rejects the user or the password may lock the account, and will not think better of it within a
 * second: after {@value #FREE_REJECTIONS} rejections the next attempt waits for 30 s, the one after that for a minute,
 * and so on up to five minutes.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration CAP = Duration.ofMillis(750);
    private static final double JITTER = 0.125;

    /** So many rejections in a row are followed by an attempt soon. */
    static final int FREE_REJECTIONS = 3;

    private static final Duration FIRST_AFTER_REJECTIONS = Duration.ofSeconds(30);
    private static final Duration REJECTIONS_CAP = Duration.ofMinutes(5);
    private static final Duration BETWEEN_ORDERS = Duration.ofSeconds(5);

    private final DoubleSupplier random;
    private boolean careful; // Guarded by this
    private int failures; // Guarded by this
    private int rejections; // Guarded by this
    private long nextNanos; // Guarded by this
    private long firstNanos; // Guarded by this
    private @Nullable Long orderedNanos; // Guarded by this
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
        return failed(cause, false, now);
    }

    /** Notes a failure, which may be that the server rejects the user or the password. */
    synchronized Duration failed(Throwable cause, boolean rejected, long now) {
        last = cause;
        firstNanos = failures == 0 ? now : firstNanos;
        long delay = rejected && ++rejections >= FREE_REJECTIONS ? afterRejections() : afterFailures();
        failures++;
        careful = true;
        nextNanos = now + delay;
        return Duration.ofNanos(delay);
    }

    private long afterFailures() {
        long base = Math.min(CAP.toNanos(), FIRST.toNanos() << Math.min(failures, 10));
        return (long) (base * (1 - JITTER * random.getAsDouble()));
    }

    private long afterRejections() {
        int doublings = Math.min(rejections - FREE_REJECTIONS, 10);
        long base = Math.min(REJECTIONS_CAP.toNanos(), FIRST_AFTER_REJECTIONS.toNanos() << doublings);
        return (long) (base * (1 + JITTER * random.getAsDouble()));
    }

    /** How many attempts in a row the server has rejected, whatever else failed between them. */
    synchronized int rejections() {
        return rejections;
    }

    /** Whether attempts are held back at {@code now} because the server rejects the user or the password. */
    synchronized boolean isHeldBack(long now) {
        return rejections >= FREE_REJECTIONS && now - nextNanos < 0;
    }

    /** How long attempts are still held back for that reason. */
    synchronized Duration heldBackFor(long now) {
        return isHeldBack(now) ? Duration.ofNanos(nextNanos - now) : Duration.ZERO;
    }

    /** Whether an operator's order may try now: at any time, but seldom while the server rejects the password. */
    synchronized boolean allowsOrder(long now) {
        if (!isHeldBack(now)) {
            return true;
        }
        Long before = orderedNanos;
        if (before != null && now - before < BETWEEN_ORDERS.toNanos()) {
            return false;
        }
        orderedNanos = now;
        return true;
    }

    /** An outage that is over. */
    record Outage(int attempts, Duration length) {}

    /** Notes a success at {@code now}; returns what it has ended, or null if nothing had failed. */
    synchronized @Nullable Outage succeeded(long now) {
        Outage over = failures == 0 ? null : new Outage(failures, Duration.ofNanos(now - firstNanos));
        succeeded();
        return over;
    }

    /** Notes a success. */
    synchronized void succeeded() {
        failures = 0;
        rejections = 0;
        orderedNanos = null;
        careful = false;
        last = null;
    }

    /** The last failure is of no interest any more; that the server rejects the password is, until something works. */
    synchronized void forget(long now) {
        if (!isHeldBack(now)) {
            failures = 0;
            careful = false;
            last = null;
        }
    }

    /** What the last attempt failed with, or null if it succeeded. */
    @Nullable
    Throwable last() {
        return last;
    }
}
