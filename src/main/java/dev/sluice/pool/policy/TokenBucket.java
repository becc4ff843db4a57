package dev.sluice.pool.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens that refills at a rate and holds at most the burst. It is full at first. The whole state is one
 * number: the time at which the bucket will be full again (the generic cell rate algorithm of ITU-T I.371).
 * Thread-safe, without locks.
 */
final class TokenBucket {

    private final Rate rate;
    private final long intervalNanos;
    private final long depthNanos;
    private final AtomicLong fullAt;

    TokenBucket(Rate rate, long now) {
        this.rate = rate;
        this.intervalNanos = rate.intervalNanos();
        this.depthNanos = rate.depthNanos();
        this.fullAt = new AtomicLong(now);
    }

    /** Takes a token. Returns 0, or the nanoseconds until a token is there, without taking one. */
    long take(long now) {
        while (true) {
            long before = fullAt.get();
            long after = (before - now > 0 ? before : now) + intervalNanos;
            long lacking = after - now - depthNanos;
            if (lacking > 0) {
                return lacking;
            }
            if (fullAt.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** Gives a token back that was taken for a caller that another bucket has refused. */
    void giveBack() {
        fullAt.addAndGet(-intervalNanos);
    }

    /** Returns whether the bucket is as full as a new one. */
    boolean isFull(long now) {
        return fullAt.get() - now <= 0;
    }

    Rate rate() {
        return rate;
    }
}
