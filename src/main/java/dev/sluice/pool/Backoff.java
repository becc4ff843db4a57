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
 * <p>A server that rejects the user or the password may lock the account, and a retry within a second would be rejected
 * as well. After {@value #FREE_REJECTIONS} rejections in a row the next attempt waits 30 s. Each further rejection
 * doubles the wait, up to 5 min.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration CAP = Duration.ofMillis(750);
    private static final double JITTER = 0.125;

    /** Number of consecutive rejections from which the long waits apply. */
    static final int FREE_REJECTIONS = 3;

    private static final Duration FIRST_AFTER_REJECTIONS = Duration.ofSeconds(30);
    private static final Duration REJECTIONS_CAP = Duration.ofMinutes(5);
    private static final Duration BETWEEN_ORDERS = Duration.ofSeconds(5);

    /** The age up to which a proof tells when an outage began; an idle pool may have none for hours. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final DoubleSupplier random;
    private boolean careful; // Guarded by this
    private int failures; // Guarded by this
    private int rejections; // Guarded by this
    private long nextNanos; // Guarded by this
    private long sinceNanos; // Guarded by this
    private @Nullable Long suspectedNanos; // Guarded by this
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

    /**
     * Something else has shown that attempts may fail: the next is made alone.
     *
     * @param since when the call began that has shown it
     */
    synchronized void suspect(long since) {
        suspectedNanos = suspectedNanos == null ? Long.valueOf(since) : suspectedNanos;
        careful = true;
    }

    /**
     * Returns when the outage began of which the failure of an attempt is the first: at the last proof that a resource
     * works, if that is recent; otherwise at the first sign, which is the start of that attempt or an earlier suspicion.
     *
     * @param begun when the attempt began
     * @param proven when a resource was last shown to work, or null
     */
    synchronized long startOfOutage(long begun, @Nullable Long proven) {
        Long suspected = suspectedNanos;
        long sign = suspected == null || suspected - begun > 0 ? begun : suspected;
        return proven == null || sign - proven > RECENT.toNanos() ? sign : proven;
    }

    /** Notes a failure that happened at {@code now}; returns how long to wait. */
    synchronized Duration failed(Throwable cause, long now) {
        return failed(cause, false, now, now);
    }

    /**
     * Records a failure at {@code now}; {@code rejected} means that the server rejected the user or the password.
     * Returns the wait before the next attempt.
     *
     * @param since when the outage began, if this is its first failure
     */
    synchronized Duration failed(Throwable cause, boolean rejected, long now, long since) {
        last = cause;
        sinceNanos = failures == 0 ? since : sinceNanos;
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

    /** Returns the number of rejected attempts since the last success; other failures between them do not reset it. */
    synchronized int rejections() {
        return rejections;
    }

    /** Returns whether attempts are held back at {@code now} because the server rejects the user or the password. */
    synchronized boolean isHeldBack(long now) {
        return rejections >= FREE_REJECTIONS && now - nextNanos < 0;
    }

    /** Returns the remaining time for which attempts are held back after rejections; zero if they are not. */
    synchronized Duration heldBackFor(long now) {
        return isHeldBack(now) ? Duration.ofNanos(nextNanos - now) : Duration.ZERO;
    }

    /**
     * Returns whether an operator's order may make an attempt now. Orders are limited only while attempts are held
     * back after rejections.
     */
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

    /** A finished outage: its failed attempts, and the time from its start to the success. */
    record Outage(int attempts, Duration length) {}

    /** Records a success at {@code now}; returns the outage that it ended, or null if nothing had failed. */
    synchronized @Nullable Outage succeeded(long now) {
        Outage over = failures == 0 ? null : new Outage(failures, Duration.ofNanos(now - sinceNanos));
        succeeded();
        return over;
    }

    /** Notes a success. */
    synchronized void succeeded() {
        failures = 0;
        rejections = 0;
        orderedNanos = null;
        careful = false;
        suspectedNanos = null;
        last = null;
    }

    /** Forgets the last failure. While attempts are held back after rejections, does nothing. */
    synchronized void forget(long now) {
        if (!isHeldBack(now)) {
            failures = 0;
            careful = false;
            suspectedNanos = null;
            last = null;
        }
    }

    /** What the last attempt failed with, or null if it succeeded. */
    @Nullable
    Throwable last() {
        return last;
    }
}
