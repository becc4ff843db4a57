package dev.sluice.pool.policy;

import java.time.Duration;

/**
 * A rate that grows evenly from one a second to its limit after each start of its ramp. Without a ramp it is a bucket
 * with the burst of its limit; in a ramp there is no burst. A limit of at most one a second has no ramp. Thread-safe.
 */
public final class GrowingRate {

    private static final double SECOND = 1e9;

    private final TokenBucket bucket;
    private final double perSecond;
    private final long rampNanos;
    private boolean ramping; // Guarded by this
    private long rampSinceNanos; // Guarded by this
    private long nextNanos; // Guarded by this

    /** Creates a rate with a full bucket. */
    public GrowingRate(Rate limit, Duration ramp, long now) {
        bucket = new TokenBucket(limit, now);
        perSecond = SECOND / limit.intervalNanos();
        rampNanos = ramp.toNanos();
    }

    /** Takes a turn. Returns 0, or the nanoseconds until there may be one, without taking it. */
    public synchronized long take(long now) {
        if (!isRamping(now)) {
            return bucket.take(now);
        }
        if (now - nextNanos < 0) {
            return nextNanos - now;
        }
        nextNanos = now + (long) (SECOND / rateAt(now));
        return 0;
    }

    /** Gives a turn back that was not used. */
    public synchronized void giveBack(long now) {
        if (isRamping(now)) {
            nextNanos = now;
        } else {
            bucket.giveBack();
        }
    }

    /** Begins a ramp. The next turn is in a second. */
    public synchronized void startRamp(long now) {
        ramping = rampNanos > 0 && perSecond > 1;
        rampSinceNanos = now;
        nextNanos = now + (long) SECOND;
    }

    /** Returns whether the rate is below its limit, because it grows. */
    public synchronized boolean isRamping(long now) {
        ramping = ramping && now - rampSinceNanos < rampNanos;
        return ramping;
    }

    /** Returns the rate at {@code now} in a ramp, as number per second. */
    public synchronized double rateAt(long now) {
        double part = (double) (now - rampSinceNanos) / rampNanos;
        return 1 + (perSecond - 1) * part;
    }
}
